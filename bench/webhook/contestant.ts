import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWithoutSettings } from '../../src/config.js';
import { freePort } from '../../src/mongo/free-port.js';
import { end, endingWithUs, isRunning } from './bench-process.js';

export type ContestantName = 'floor' | 'naive' | 'engine';

export interface ContestantOptions {
  readonly name: ContestantName;
  readonly mongoUri: string;
  readonly stripeApiBase: string;
  readonly webhookSecret: string;
  /** An empty folder that it runs in, and that its log goes to. */
  readonly folder: string;
  /** Where it writes a CPU profile at its end, when one is wanted. */
  readonly profileFolder: string | undefined;
}

/** A server that takes part, in a process of its own. */
export interface Contestant {
  readonly pid: number;
  readonly webhookUrl: string;
  /** Ends it in good order, or by force when it takes too long. */
  stop(): Promise<void>;
  /** The end of what it printed. */
  lastWords(): Promise<string>;
}

const START_PATIENCE_MS = 60_000;

/** Starts it and waits until it is ready. All get the same environment: that of an engine in production. */
export async function startContestant(options: ContestantOptions): Promise<Contestant> {
  const port = await freePort();
  const logPath = join(options.folder, `${options.name}.log`);
  const log = await open(logPath, 'w');
  const child = spawn(process.execPath, [...profiling(options.profileFolder), ...command(options.name)], {
    cwd: options.folder,
    stdio: ['ignore', log.fd, log.fd],
    env: {
      ...environmentWithoutSettings(),
      NODE_ENV: 'production',
      PORT: String(port),
      BASE_URL: 'https://shop.example',
      STRIPE_SECRET_KEY: 'sk_test_of_the_bench',
      STRIPE_WEBHOOK_SECRET: options.webhookSecret,
      STRIPE_API_BASE: options.stripeApiBase,
      MONGODB_URI: options.mongoUri,
      ADMIN_API_KEY: 'admin-key-of-the-bench',
    },
  });
  endingWithUs(child);
  await once(child, 'spawn');
  await log.close();
  const lastWords = async () => (await readFile(logPath, 'utf8')).slice(-3_000);
  const stop = () => end(child);
  if (!(await isReady(child, `http://127.0.0.1:${port}/readyz`))) {
    await stop();
    throw new Error(`${options.name} did not become ready. It said:\n${await lastWords()}`);
  }
  return { pid: child.pid ?? 0, webhookUrl: `http://127.0.0.1:${port}/payments/webhook`, stop, lastWords };
}

/** The engine as docs/operations says that it is served. */
function command(name: ContestantName): string[] {
  const here = import.meta.dirname;
  return name === 'engine'
    ? ['--enable-source-maps', join(here, '..', '..', 'src', 'cli', 'revenue-engine.js'), 'serve']
    : [join(here, `${name}.process.js`)];
}

function profiling(folder: string | undefined): string[] {
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
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
