import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWithoutSettings } from '../../src/config.js';
import { freePort } from '../../src/mongo/free-port.js';
import { cleanup } from './cleanup.js';

const COMMAND = resolve('dist/src/cli/revenue-engine.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of the engine in a process of its own. */
export interface EngineProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface EngineServer extends EngineProcess {
  readonly url: string;
  /** What it printed so far. */
  output(): string;
}

/** A folder that is gone at the end of the test file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'revenue-engine-test-'));
  cleanup(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Runs `revenue-engine` with no setting but those given. */
export function engineCommand(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string) {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: { ...environmentWithoutSettings(), ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, stdout, stderr }));
  cleanup(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, output: () => stdout + stderr };
}

/** Runs `revenue-engine serve` and waits until it is ready. */
export async function engineServer(
  dataPath: string,
  env: Readonly<Record<string, string>> = {},
): Promise<EngineServer> {
  const port = await freePort();
  const own = { PORT: String(port), SANDBOX_PORT: '0', DATA_PATH: dataPath, ...env };
  const running = engineCommand(['serve'], own, dataPath);
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (running.child.exitCode !== null) throw new Error(`The engine ended: ${running.output()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return { ...running, url };
    await sleep(50);
  }
}
