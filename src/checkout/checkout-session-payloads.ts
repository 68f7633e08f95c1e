import type Stripe from 'stripe';
import { idOf } from '../stripe/reference.js';
import type { PayloadSurroundings, Told } from '../terms/told.js';
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
  constructor(private readonly projection: CheckoutSessionProjection) {}

  /**
   * @param told one of each session, in the API version of the SDK
   * @param freshSubscriptions the subscriptions that need no look at Stripe
   * @returns those that are stored now as told, and whose subscription needs no look either, by their id
   */
  async fold(
    told: readonly Told<Stripe.Checkout.Session>[],
    surroundings: PayloadSurroundings,
    freshSubscriptions: Promise<ReadonlyMap<string, string>>,
  ): Promise<ReadonlyMap<string, FoldedSession>> {
    const over = told.filter(({ object }) => isOver(object));
    const [looks, fresh, organizations] = await Promise.all([
      this.projection.look(
        over.map(({ object }) => object.id),
        surroundings.tickets,
      ),
      freshSubscriptions,
      surroundings.organizations,
    ]);
    const owned = over.flatMap((each) => {
      const { object } = each;
      const look = looks.get(object.id);
      const organizationId = organizations.get(idOf(object.customer) ?? '');
      if (!look || !organizationId || (soldBy(object) !== null && !fresh.has(soldBy(object) ?? ''))) return [];
      return [{ told: each, look, organizationId, subscriptionId: soldBy(object) }];
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

/** The subscription that a session sold, once that counts. */
export function soldBy(session: Stripe.Checkout.Session): string | null {
  return isFulfilled(session) ? idOf(session.subscription) : null;
}
