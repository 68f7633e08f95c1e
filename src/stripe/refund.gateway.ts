import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

export interface NewRefund {
  readonly paymentIntentId: string;
  /** In the minor unit; null for all that is left. */
  readonly amount: number | null;
  readonly reason: string | null;
  readonly metadata: Record<string, string>;
}

/** Source: https://docs.stripe.com/api/refunds */
export class RefundGateway {
  constructor(private readonly calls: StripeCalls) {}

  create(refund: NewRefund, idempotencyKey: string): Promise<Stripe.Refund> {
    return this.calls.run('refunds.create', (stripe) =>
      stripe.refunds.create(
        {
          payment_intent: refund.paymentIntentId,
          ...(refund.amount === null ? {} : { amount: refund.amount }),
          ...(refund.reason === null ? {} : { reason: refund.reason }),
          metadata: refund.metadata,
        },
        { idempotencyKey },
      ),
    );
  }

  find(id: string): Promise<Stripe.Refund | null> {
    return this.calls.find('refunds.retrieve', (stripe) => stripe.refunds.retrieve(id));
  }
}
