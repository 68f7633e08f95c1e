import type { Config } from '../config.js';
import { SANDBOX_KEY } from './embedded-parts.js';
import { findRunning } from './running-engine-file.js';

/** The configuration of a command: where an engine with embedded parts runs, it uses those. */
export async function besideRunning(config: Config): Promise<Config> {
  const running = await findRunning(config.dataPath);
  if (running === undefined) return config;
  const { mongo, stripe } = config;
  const usesSandbox = stripe.secretKey === undefined && running.stripeApiBase !== undefined;
  return {
    ...config,
    mongo: { ...mongo, uri: mongo.uri ?? running.mongoUri },
    stripe: usesSandbox ? { ...stripe, secretKey: SANDBOX_KEY, apiBase: running.stripeApiBase } : stripe,
  };
}
