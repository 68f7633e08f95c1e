import type Stripe from 'stripe';
import type { CheckoutSessionPayloads } from '../checkout/checkout-session-payloads.js';
import type { InvoicePayloads } from '../invoices/invoice-payloads.js';
import { API_VERSION } from '../stripe/api-version.js';
import type { SubscriptionPayloads } from '../subscriptions/subscription-payloads.js';
import type { Told } from '../terms/told.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import type { WebhookOutcome } from './webhook-handlers.js';

/** Stores what events tell of one kind of object; gives the outcome of those that are done, by the object's id. */
type Fold = (told: readonly Told<never>[]) => Promise<ReadonlyMap<string, WebhookOutcome>>;

/** Events of one object that differ by less than this may have happened in either order. */
const DOUBTFUL_MS = 2000;

/**
 * Works events off by their payloads, many at once and without a request to Stripe, where that is provably right. What
 * is not is left to the handlers, which read the object from Stripe.
 */
export class WebhookPayloads {
  /** Subscriptions come first: sessions and invoices ask how fresh theirs are. */
  readonly #folds: readonly { readonly types: ReadonlySet<string>; readonly fold: Fold }[];

  constructor(parts: {
    readonly subscriptions: SubscriptionPayloads;
    readonly checkouts: CheckoutSessionPayloads;
    readonly invoices: InvoicePayloads;
  }) {
    this.#folds = [
      {
        types: new Set([
          'customer.subscription.created',
          'customer.subscription.updated',
          'customer.subscription.deleted',
          'customer.subscription.paused',
          'customer.subscription.resumed',
        ]),
        fold: async (told: readonly Told<Stripe.Subscription>[]) => {
          const folded = await parts.subscriptions.fold(told);
          return new Map([...folded].map(([id, organizationId]) => [id, { organizationId, subscriptionId: id }]));
        },
      },
      {
        types: new Set(['checkout.session.completed', 'checkout.session.expired']),
        fold: async (told: readonly Told<Stripe.Checkout.Session>[]) => outcomesOf(await parts.checkouts.fold(told)),
      },
      {
        types: new Set([
          'invoice.finalized',
          'invoice.updated',
          'invoice.paid',
          'invoice.payment_succeeded',
          'invoice.payment_failed',
          'invoice.voided',
          'invoice.marked_uncollectible',
        ]),
        fold: async (told: readonly Told<Stripe.Invoice>[]) => outcomesOf(await parts.invoices.fold(told)),
      },
    ];
  }

  /** Whether an event of this kind and version can be done by its payload at all. */
  covers({ event_type, event_data }: WebhookEventRecord): boolean {
    return event_data?.api_version === API_VERSION && this.#folds.some(({ types }) => types.has(event_type));
  }

  /**
   * @param events that are covered
   * @returns the outcomes of those that are done, by their id
   */
  async apply(events: readonly WebhookEventRecord[]): Promise<ReadonlyMap<string, WebhookOutcome>> {
    const outcomes = new Map<string, WebhookOutcome>();
    for (const { types, fold } of this.#folds) {
      const groups = byObject(events.filter(({ event_type }) => types.has(event_type)));
      const told = [...groups.values()].map(latestOf).filter((each) => each !== null);
      if (told.length === 0) continue;
      const folded = await fold(told);
      for (const [id, outcome] of folded) {
        for (const { event_id } of groups.get(id) ?? []) outcomes.set(event_id, outcome);
      }
    }
    return outcomes;
  }
}

function byObject(events: readonly WebhookEventRecord[]): ReadonlyMap<string, readonly WebhookEventRecord[]> {
  return Map.groupBy(events, (event) => objectOf(event)?.id ?? '');
}

/** What the last of them tells, which is all that the others tell and more; null when it is not clear which is the last. */
function latestOf(events: readonly WebhookEventRecord[]): Told<never> | null {
  const [last, previous] = events.toSorted((one, other) => Number(other.occurred_at) - Number(one.occurred_at));
  const object = last && objectOf(last);
  if (!last || !object?.id) return null;
  if (previous && Number(last.occurred_at) - Number(previous.occurred_at) < DOUBTFUL_MS) return null;
  return { eventId: last.event_id, at: last.occurred_at, object: object as never };
}

function objectOf({ event_data }: WebhookEventRecord): { readonly id?: string } | undefined {
  return (event_data?.data as { readonly object?: { readonly id?: string } } | undefined)?.object;
}

function outcomesOf(
  folded: ReadonlyMap<string, { readonly organizationId: string; readonly subscriptionId: string | null }>,
): ReadonlyMap<string, WebhookOutcome> {
  return new Map(
    [...folded].map(([id, { organizationId, subscriptionId }]) => [
      id,
      { organizationId, ...(subscriptionId === null ? {} : { subscriptionId }) },
    ]),
  );
}
