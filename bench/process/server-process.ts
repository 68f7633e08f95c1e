import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWithoutSettings } from '../../src/config.js';
import { freePort } from '../../src/mongo/free-port.js';
import { end, endingWithUs, isRunning } from './child-process.js';

/** The command line of the engine. */
export const ENGINE = join(import.meta.dirname, '..', '..', 'src', 'cli', 'revenue-engine.js');

export const API_KEY = 'admin-key-of-the-bench';

const START_PATIENCE_MS = 60_000;

export interface ServerOptions {
  readonly name: string;
  /** Its program; the engine, as docs/operations says that it is served, when absent. */
  readonly script: string | undefined;
  /** What it is told beyond what all are told. */
  readonly settings: Readonly<Record<string, string>>;
  /** It runs there. */
  readonly folder: string;
  /** What it prints goes into this file of the folder. */
  readonly logName: string;
  /** Where it writes a CPU profile at its end, when one is wanted. */
  readonly profileFolder: string | undefined;
}

/** A server in a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  /** Without a path. */
  readonly address: string;
  /** Ends it in good order, or by force when it takes too long. */
  stop(): Promise<void>;
  /** The end of what it printed. */
  lastWords(): Promise<string>;
}

/** Starts it and waits until it is ready. All get the same environment: that of an engine in production. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { name, script, settings, folder, profileFolder } = options;
  const port = await freePort();
  const logPath = join(folder, options.logName);
  const log = await open(logPath, 'w');
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const command = script === undefined ? ['--enable-source-maps', ENGINE, 'serve'] : [script];
  const child = spawn(process.execPath, [...profiling, ...command], {
    cwd: folder,
    stdio: ['ignore', log.fd, log.fd],
    env: engineEnvironment(port, settings),
  });
  endingWithUs(child);
  await once(child, 'spawn');
  await log.close();
  const lastWords = async () => (await readFile(logPath, 'utf8')).slice(-3_000);
  const stop = () => end(child);
  const address = `http://127.0.0.1:${port}`;
  if (!(await isReady(child, `${address}/readyz`))) {
    await stop();
    throw new Error(`${name} did not become ready. It said:\n${await lastWords()}`);
  }
  return { pid: child.pid ?? 0, address, stop, lastWords };
}

/** That of an engine in production. */
export function engineEnvironment(port: number, settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    ...environmentWithoutSettings(),
    NODE_ENV: 'production',
    PORT: String(port),
    BASE_URL: 'https://shop.example',
    STRIPE_SECRET_KEY: 'sk_test_of_the_bench',
    ADMIN_API_KEY: API_KEY,
    ...settings,
  };
}

async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + START_PATIENCE_MS;
  while (isRunning(child) && Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.text();
    if (answer?.ok) return true;
    await sleep(50);
  }
  return false;
}
