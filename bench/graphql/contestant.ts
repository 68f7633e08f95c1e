import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWithoutSettings } from '../../src/config.js';
import { freePort } from '../../src/mongo/free-port.js';
import { end, endingWithUs, isRunning } from '../webhook/bench-process.js';

export const CONTESTANTS = ['bare', 'yoga', 'mercurius', 'engine'] as const;
export type ContestantName = (typeof CONTESTANTS)[number];

export interface ContestantOptions {
  readonly name: ContestantName;
  readonly size: number;
  readonly mongoUri: string;
  /** What it prints goes into a file there. */
  readonly folder: string;
  /** Where it writes a CPU profile at its end, when one is wanted. */
  readonly profileFolder: string | undefined;
}

/** A server that takes part, in a process of its own, over the data of one size. */
export interface Contestant {
  readonly name: ContestantName;
  readonly size: number;
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

export const API_KEY = 'admin-key-of-the-bench';

/** The command line of the engine. */
export const ENGINE = join(import.meta.dirname, '..', '..', 'src', 'cli', 'revenue-engine.js');

const START_PATIENCE_MS = 60_000;

/** Starts it and waits until it is ready. All get the same environment: that of an engine in production. */
export async function startContestant(options: ContestantOptions): Promise<Contestant> {
  const { name, size } = options;
  const port = await freePort();
  const logPath = join(options.folder, `${name}-${size}.log`);
  const log = await open(logPath, 'w');
  const child = spawn(process.execPath, [...profiling(options.profileFolder), ...command(name)], {
    cwd: options.folder,
    stdio: ['ignore', log.fd, log.fd],
    env: engineEnvironment(options.mongoUri, port),
  });
  endingWithUs(child);
  await once(child, 'spawn');
  await log.close();
  const stop = () => end(child);
  if (!(await isReady(child, `http://127.0.0.1:${port}/readyz`))) {
    await stop();
    throw new Error(`${name} did not become ready. It said:\n${(await readFile(logPath, 'utf8')).slice(-3_000)}`);
  }
  return { name, size, pid: child.pid ?? 0, url: `http://127.0.0.1:${port}/graphql`, stop };
}

/** That of an engine in production. */
export function engineEnvironment(mongoUri: string, port = 0): NodeJS.ProcessEnv {
  return {
    ...environmentWithoutSettings(),
    NODE_ENV: 'production',
    PORT: String(port),
    BASE_URL: 'https://shop.example',
    STRIPE_SECRET_KEY: 'sk_test_of_the_bench',
    STRIPE_WEBHOOK_SECRET: 'whsec_of_the_bench',
    // Nothing of the bench speaks to Stripe.
    STRIPE_API_BASE: 'http://127.0.0.1:9',
    MONGODB_URI: mongoUri,
    ADMIN_API_KEY: API_KEY,
    // One viewer at one address asks as often as it can.
    RATE_LIMIT_PER_ADDRESS: '0',
    RATE_LIMIT_PER_VIEWER: '0',
  };
}

/** The engine as docs/operations says that it is served. */
function command(name: ContestantName): string[] {
  return name === 'engine'
    ? ['--enable-source-maps', ENGINE, 'serve']
    : [join(import.meta.dirname, `${name}.process.js`)];
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

/** What it answers to one request. */
export async function ask({ name, url }: Contestant, body: string): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', headers: HEADERS, body });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${name} answers ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

export const HEADERS = { 'content-type': 'application/json', accept: 'application/json', 'x-api-key': API_KEY };
