import { join } from 'node:path';
import { API_KEY, startServer } from '../process/server-process.js';

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

/** Starts it and waits until it is ready. */
export async function startContestant(options: ContestantOptions): Promise<Contestant> {
  const { name, size, folder, profileFolder } = options;
  const { pid, address, stop } = await startServer({
    ...{ name, folder, profileFolder },
    script: name === 'engine' ? undefined : join(import.meta.dirname, `${name}.process.js`),
    logName: `${name}-${size}.log`,
    settings: contestantSettings(options.mongoUri),
  });
  return { name, size, pid, url: `${address}/graphql`, stop };
}

/** What is said beyond what each server of a bench is told. */
export function contestantSettings(mongoUri: string): Readonly<Record<string, string>> {
  return {
    STRIPE_WEBHOOK_SECRET: 'whsec_of_the_bench',
    // Nothing of the bench speaks to Stripe.
    STRIPE_API_BASE: 'http://127.0.0.1:9',
    MONGODB_URI: mongoUri,
    // One viewer at one address asks as often as it can.
    RATE_LIMIT_PER_ADDRESS: '0',
    RATE_LIMIT_PER_VIEWER: '0',
  };
}

/** What it answers to one request. */
export async function ask({ name, url }: Contestant, body: string): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', headers: HEADERS, body });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${name} answers ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

export const HEADERS = { 'content-type': 'application/json', accept: 'application/json', 'x-api-key': API_KEY };
