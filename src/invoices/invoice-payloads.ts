import type Stripe from 'stripe';
import { ageOfPayload } from '../mongo/payload-write.js';
import { subscriptionIdOf } from '../stripe/invoice-shape.js';
import { idOf } from '../stripe/reference.js';
import type { PayloadSurroundings, Told } from '../terms/told.js';
import type { InvoiceProjection } from './invoice.projection.js';

export interface FoldedInvoice {
  readonly organizationId: string;
  readonly subscriptionId: string | null;
}

/**
 * Stores what events tell of invoices without asking Stripe, many at once, where that is provably not older than what
 * is stored. All else is left for a read.
 */
export class InvoicePayloads {
  constructor(private readonly projection: InvoiceProjection) {}

  /**
   * @param told one of each invoice, in the API version of the SDK
   * @param freshSubscriptions the organizations of the subscriptions that need no look at Stripe
   * @returns those that are stored now as told or newer, and whose subscription needs no look either, by their id
   */
  async fold(
    told: readonly Told<Stripe.Invoice>[],
    surroundings: PayloadSurroundings,
    freshSubscriptions: Promise<ReadonlyMap<string, string>>,
  ): Promise<ReadonlyMap<string, FoldedInvoice>> {
    const whole = told.filter(({ object }) => isWhole(object));
    const [looks, fresh, organizations] = await Promise.all([
      this.projection.look(
        whole.map(({ object }) => object.id),
        surroundings.tickets,
      ),
      freshSubscriptions,
      surroundings.organizations,
    ]);
    const owned = whole.flatMap((each) => {
      const { object } = each;
      const look = looks.get(object.id);
      const subscriptionId = subscriptionIdOf(object);
      const organizationId = subscriptionId
        ? fresh.get(subscriptionId)
        : organizations.get(idOf(object.customer) ?? '');
      if (!look || !organizationId) return [];
      return [{ told: each, look, organizationId, subscriptionId, age: ageOfPayload(look.stored, each.at) }];
    });
    const stored = await this.projection.storePayloads(owned.filter(({ age }) => age === 'newer'));
    const isDone = ({ age, told: { object } }: (typeof owned)[number]) => age === 'older' || stored.has(object.id);
    return new Map(owned.filter(isDone).map(({ told: { object }, ...facts }) => [object.id, facts]));
  }
}

/** A long list of lines is cut off in an event, and time passes otherwise on a test clock than events say. */
function isWhole({ lines, test_clock: clock }: Stripe.Invoice): boolean {
  return Array.isArray(lines?.data) && !lines.has_more && !clock;
}
