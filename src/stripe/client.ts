import Stripe from 'stripe';

export interface StripeClientOptions {
  readonly secretKey: string;
  /** Another Stripe-compatible address, such as the sandbox's; Stripe's own when absent. */
  readonly apiBase: string | undefined;
  readonly timeoutMs: number;
  /** How often the SDK itself repeats a request that failed on the network or with 409 or 5xx. */
  readonly maxNetworkRetries: number;
}

/** The SDK pins the API version, so that answers have one shape whatever the account's default is. */
export function createStripeClient({ secretKey, apiBase, timeoutMs, maxNetworkRetries }: StripeClientOptions): Stripe {
  return new Stripe(secretKey, {
    timeout: timeoutMs,
    maxNetworkRetries,
    telemetry: false,
    appInfo: { name: 'revenue-engine' },
    ...(apiBase === undefined ? {} : addressOf(apiBase)),
  });
}

function addressOf(apiBase: string): { protocol: 'http' | 'https'; host: string; port: string } {
  const { protocol, hostname, port } = new URL(apiBase);
  const scheme = protocol === 'http:' ? 'http' : 'https';
  return { protocol: scheme, host: hostname, port: port || (scheme === 'http' ? '80' : '443') };
}

/** Where the API is, without a slash at its end. */
export function addressOfApi(apiBase: string | undefined): string {
  return apiBase === undefined ? 'https://api.stripe.com' : new URL(apiBase).origin;
}
