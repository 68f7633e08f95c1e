import { join } from 'node:path';
import { createSandbox } from '../../sandbox/sandbox.js';
import { webhookSecretFor } from '../../sandbox/stripe-cli/webhook-secret.js';
import type { Config } from '../config.js';
import { SANDBOX_KEY } from './embedded-parts.js';

/** Runs the local Stripe alone, until it is told to end. */
export async function runSandbox({ dataPath, sandboxPort }: Config): Promise<void> {
  const sandbox = await createSandbox({
    dataFile: join(dataPath, 'sandbox', 'stripe.sqlite'),
    log: (line) => console.log(`${new Date().toISOString()} ${line}`),
  });
  const { url } = await sandbox.listen(sandboxPort);
  console.log(
    `\nThe Stripe sandbox listens on ${url}\n\n` +
      `  STRIPE_API_BASE=${url}\n` +
      `  STRIPE_SECRET_KEY=${SANDBOX_KEY}\n` +
      `  STRIPE_WEBHOOK_SECRET=${webhookSecretFor(SANDBOX_KEY)}   (of stripe listen with this key)\n`,
  );
  const end = async (): Promise<void> => {
    await sandbox.close();
    process.exit(0);
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}
