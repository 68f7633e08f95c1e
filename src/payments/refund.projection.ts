import type { Model } from 'mongoose';
import type Stripe from 'stripe';
import type { Observations } from '../mongo/observation.js';
import { writeObserved } from '../mongo/projection-write.js';
import { TenantCollection } from '../mongo/tenant-collection.js';
import { withoutPersonalData } from '../stripe/personal-data.js';
import { toPlainJson } from '../stripe/plain-json.js';
import { fromUnixSeconds } from '../terms/instant.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { RefundRecord } from './refund.record.js';

/** Whose payment was refunded. */
export interface RefundOwner {
  readonly organizationId: string;
  readonly paymentIntentId: string;
}

/** The one writer of refunds, and its reader. */
export class RefundProjection {
  readonly #collection: TenantCollection<RefundRecord>;

  constructor(
    private readonly model: Model<RefundRecord>,
    private readonly observations: Observations,
  ) {
    this.#collection = new TenantCollection(model, 'stripe_refund_id');
  }

  findById(scope: TenantScope, id: string): Promise<RefundRecord | null> {
    return this.#collection.findById(scope, id);
  }

  /** Draw it before the refund is read from Stripe. */
  drawTicket(id: string): Promise<number> {
    return this.observations.draw(id);
  }

  store(refund: Stripe.Refund, owner: RefundOwner, ticket: number): Promise<RefundRecord> {
    return writeObserved(
      this.model,
      { stripe_refund_id: refund.id },
      { ticket, state: toState(refund, owner), createdAt: fromUnixSeconds(refund.created) },
    );
  }
}

function toState(refund: Stripe.Refund, { organizationId, paymentIntentId }: RefundOwner) {
  return {
    organization_id: organizationId,
    stripe_payment_intent_id: paymentIntentId,
    amount: refund.amount,
    currency: refund.currency as string,
    status: (refund.status as string | null) ?? 'pending',
    reason: refund.reason as string | null,
    failure_reason: refund.failure_reason ?? null,
    metadata: refund.metadata ?? {},
    stripe_data: withoutPersonalData(toPlainJson(refund)),
  };
}
