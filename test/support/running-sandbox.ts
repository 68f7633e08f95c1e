import { appendFileSync } from 'node:fs';
import Stripe from 'stripe';
import { cleanup } from './cleanup.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.js';

export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly stripe: Stripe;
}

/** A sandbox on a free port with a client of the real SDK. It is closed at the end of the test file at the latest. */
export async function runningSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const created = await createSandbox({ ...recording(), ...options });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= created.close();
    return closed;
  };
  cleanup(close);
  const { url } = await created.listen(0);
  return { sandbox: { ...created, close }, url, stripe: stripeAt(url) };
}

/** The real SDK, pointed at a sandbox. */
export function stripeAt(url: string, key = 'sk_test_123'): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
}

/** The error of the SDK that `work` fails with. */
export async function stripeError(work: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Stripe.errors.StripeError) return outcome;
  throw new Error(`Stripe's error was expected, not ${String(outcome)}`);
}

/** The types of all events so far, in the order in which they happened. */
export async function eventTypes(stripe: Stripe): Promise<string[]> {
  const types: string[] = [];
  for await (const event of stripe.events.list({ limit: 100 })) types.unshift(event.type);
  return types;
}

/** With STRIPE_REQUESTS_FILE, all requests of the run go into that file, a line of JSON each; see check:stripe-mock. */
function recording(): Pick<SandboxOptions, 'onRequest'> {
  const file = process.env.STRIPE_REQUESTS_FILE;
  if (!file) return {};
  const test = expect.getState().testPath?.replace(/^.*\//, '') ?? '';
  return { onRequest: (request) => appendFileSync(file, `${JSON.stringify({ ...request, test })}\n`) };
}
