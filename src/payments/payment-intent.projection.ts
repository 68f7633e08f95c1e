import type { Model } from 'mongoose';
import type Stripe from 'stripe';
import type { Observations } from '../mongo/observation.js';
import { writeObserved } from '../mongo/projection-write.js';
import { TenantCollection } from '../mongo/tenant-collection.js';
import { amountRefundedOf, withoutSecrets } from '../stripe/payment-intent-shape.js';
import { idOf } from '../stripe/reference.js';
import { fromUnixSeconds } from '../terms/instant.js';
import { type BatchRead, inOrderOf } from '../terms/request-context.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { PaymentIntentRecord } from './payment-intent.record.js';

/** The one writer of payment_intents, and its reader. */
export class PaymentIntentProjection {
  readonly #collection: TenantCollection<PaymentIntentRecord>;

  constructor(
    private readonly model: Model<PaymentIntentRecord>,
    private readonly observations: Observations,
  ) {
    this.#collection = new TenantCollection(model, 'stripe_payment_intent_id');
  }

  findById(scope: TenantScope, id: string): Promise<PaymentIntentRecord | null> {
    return this.#collection.findById(scope, id);
  }

  readonly paymentIntentsById: BatchRead<PaymentIntentRecord> = async (scope, ids) => {
    const rows = await this.#collection.find(scope, { stripe_payment_intent_id: { $in: [...ids] } });
    return inOrderOf(ids, rows, (row) => row.stripe_payment_intent_id);
  };

  /** Draw it before the payment intent is read from Stripe. */
  drawTicket(id: string): Promise<number> {
    return this.observations.draw(id);
  }

  /** For an id that Stripe turned out not to know: anybody can make one up. */
  forgetUnseen(id: string, ticket: number): Promise<void> {
    return this.observations.forgetUnseen(id, ticket);
  }

  store(intent: Stripe.PaymentIntent, organizationId: string, ticket: number): Promise<PaymentIntentRecord> {
    return writeObserved(
      this.model,
      { stripe_payment_intent_id: intent.id },
      { ticket, state: toState(intent, organizationId), createdAt: fromUnixSeconds(intent.created) },
    );
  }
}

function toState(intent: Stripe.PaymentIntent, organizationId: string) {
  return {
    organization_id: organizationId,
    stripe_customer_id: idOf(intent.customer),
    amount: intent.amount,
    amount_received: intent.amount_received,
    amount_refunded: amountRefundedOf(intent),
    currency: intent.currency as string,
    status: intent.status as string,
    cancellation_reason: intent.cancellation_reason as string | null,
    metadata: intent.metadata,
    stripe_data: withoutSecrets(intent),
  };
}
