import type Stripe from 'stripe';
import { addressOfApi } from './client.js';
import { isForbidden } from './failure.js';

export interface ExaminationOptions {
  readonly secretKey: string;
  /** Stripe's own when absent. */
  readonly apiBase: string | undefined;
  readonly timeoutMs: number;
}

/** What Stripe says to the key, and by the way. */
export interface AccountAnswer {
  readonly status: number;
  /** Null where the key may not read the account. */
  readonly accountId: string | null;
  /** Stripe's own words for a refusal. */
  readonly refusal: string | null;
  /** The version that the account's answers have when a request names none. */
  readonly apiVersion: string | null;
  /** By how much this machine's clock is ahead of Stripe's, in milliseconds; negative when it is behind. */
  readonly clockAheadMs: number | null;
}

/** The Date header is cut to the second. */
const HALF_A_SECOND_MS = 500;

/** Looks at the account itself, for the doctor; it reads and changes nothing. */
export class AccountExamination {
  constructor(
    private readonly stripe: Stripe,
    private readonly options: ExaminationOptions,
  ) {}

  /**
   * Asks without naming a version, which the SDK always does: only then does Stripe answer with the account's own.
   * Source: https://docs.stripe.com/api/versioning, https://docs.stripe.com/api/accounts/retrieve
   *
   * @throws Error when Stripe does not answer
   */
  async account(): Promise<AccountAnswer> {
    const { secretKey, apiBase, timeoutMs } = this.options;
    const sentAt = Date.now();
    const response = await fetch(`${addressOfApi(apiBase)}/v1/account`, {
      headers: { authorization: `Bearer ${secretKey}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const here = (sentAt + Date.now()) / 2;
    const body = (await response.json().catch(() => ({}))) as { id?: string; error?: { message?: string } };
    const there = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      accountId: body.id ?? null,
      refusal: body.error?.message ?? null,
      apiVersion: response.headers.get('stripe-version'),
      clockAheadMs: Number.isNaN(there) ? null : Math.round(here - (there + HALF_A_SECOND_MS)),
    };
  }

  /** @returns null where the key may not read them */
  async endpoints(): Promise<readonly Stripe.WebhookEndpoint[] | null> {
    try {
      return await this.stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    } catch (error) {
      if (isForbidden(error)) return null;
      throw error;
    }
  }

  /** What the engine reads at Stripe and this key may not. Source: https://docs.stripe.com/keys/restricted-api-keys */
  async forbiddenReads(): Promise<string[]> {
    const { stripe } = this;
    const one = { limit: 1 };
    const reads: Readonly<Record<string, () => Promise<unknown>>> = {
      customers: () => stripe.customers.list(one),
      products: () => stripe.products.list(one),
      prices: () => stripe.prices.list(one),
      subscriptions: () => stripe.subscriptions.list(one),
      invoices: () => stripe.invoices.list(one),
      'checkout sessions': () => stripe.checkout.sessions.list(one),
      'payment intents': () => stripe.paymentIntents.list(one),
      refunds: () => stripe.refunds.list(one),
      'promotion codes': () => stripe.promotionCodes.list(one),
      'billing meters': () => stripe.billing.meters.list(one),
      events: () => stripe.events.list(one),
    };
    const looked = await Promise.all(
      Object.entries(reads).map(async ([name, read]) => ((await isRefused(read)) ? [name] : [])),
    );
    return looked.flat();
  }
}

async function isRefused(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return false;
  } catch (error) {
    if (isForbidden(error)) return true;
    throw error;
  }
}
