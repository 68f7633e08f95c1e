import type Stripe from 'stripe';
import type { CustomerProjection } from '../customers/customer.projection.js';
import { idOf } from '../stripe/reference.js';
import type { SubscriptionPayloads } from '../subscriptions/subscription-payloads.js';
import type { Told } from '../terms/told.js';
import { isFulfilled } from './checkout-confirmation.js';
import type { CheckoutSessionProjection } from './checkout-session.projection.js';
import type { CheckoutSessionRecord } from './checkout-session.record.js';

export interface FoldedSession {
  readonly organizationId: string;
  readonly subscriptionId: string | null;
}

/**
 * Stores the end of checkouts as events tell of it, without asking Stripe, many at once: a session that is paid or
 * expired does not change any more, so no state can be newer. All else is left for a read.
 * Source: https://docs.stripe.com/api/checkout/sessions/object#checkout_session_object-status
 */
export class CheckoutSessionPayloads {
  constructor(
    private readonly projection: CheckoutSessionProjection,
    private readonly subscriptions: SubscriptionPayloads,
    private readonly customers: CustomerProjection,
  ) {}

  /**
   * @param told one of each session, in the API version of the SDK
   * @returns those that are stored now as told, and whose subscription needs no look either, by their id
   */
  async fold(told: readonly Told<Stripe.Checkout.Session>[]): Promise<ReadonlyMap<string, FoldedSession>> {
    const over = told.filter(({ object }) => isOver(object));
    const [looks, fresh, organizations] = await Promise.all([
      this.projection.look(over.map(({ object }) => object.id)),
      this.subscriptions.fresh(
        new Map(over.flatMap(({ object, at }) => subscriptionsOf(object).map((id) => [id, at]))),
      ),
      this.customers.organizationsOf(over.map(({ object }) => idOf(object.customer) ?? '')),
    ]);
    const owned = over.flatMap((each) => {
      const { object } = each;
      const look = looks.get(object.id);
      const organizationId = organizations.get(idOf(object.customer) ?? '');
      if (!look || !organizationId || subscriptionsOf(object).some((id) => !fresh.has(id))) return [];
      return [{ told: each, look, organizationId, subscriptionId: subscriptionsOf(object)[0] ?? null }];
    });
    const stored = await this.projection.storePayloads(owned.filter(({ look }) => !isStoredAsOver(look.stored)));
    const isDone = ({ look, told: { object } }: (typeof owned)[number]) =>
      isStoredAsOver(look.stored) || stored.has(object.id);
    return new Map(owned.filter(isDone).map(({ told: { object }, ...facts }) => [object.id, facts]));
  }
}

function isOver(session: Stripe.Checkout.Session): boolean {
  return session.status === 'expired' || (session.status === 'complete' && isFulfilled(session));
}

function isStoredAsOver(stored: CheckoutSessionRecord | null): boolean {
  return stored?.status === 'expired' || (stored?.status === 'completed' && stored.payment_status !== 'unpaid');
}

function subscriptionsOf(session: Stripe.Checkout.Session): readonly string[] {
  const id = isFulfilled(session) ? idOf(session.subscription) : null;
  return id ? [id] : [];
}
