import { join } from 'node:path';
import { startServer } from '../process/server-process.js';

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
  /** Without a path. */
  readonly address: string;
  readonly webhookUrl: string;
  /** Ends it in good order, or by force when it takes too long. */
  stop(): Promise<void>;
  /** The end of what it printed. */
  lastWords(): Promise<string>;
}

/** Starts it and waits until it is ready. */
export async function startContestant(options: ContestantOptions): Promise<Contestant> {
  const { name, folder, profileFolder } = options;
  const server = await startServer({
    ...{ name, folder, profileFolder },
    script: name === 'engine' ? undefined : join(import.meta.dirname, `${name}.process.js`),
    logName: `${name}.log`,
    settings: {
      STRIPE_WEBHOOK_SECRET: options.webhookSecret,
      STRIPE_API_BASE: options.stripeApiBase,
      MONGODB_URI: options.mongoUri,
    },
  });
  return { ...server, webhookUrl: `${server.address}/payments/webhook` };
}
