import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

export interface NewPaymentIntent {
  readonly customerId: string;
  /** In the minor unit. */
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
  /** Where Stripe sends the receipt. */
  readonly receiptEmail: string | null;
  readonly metadata: Record<string, string>;
}

export interface PaymentIntentConfirmation {
  /** Absent: the one that the intent has. */
  readonly paymentMethodId: string | null;
  /** Where the customer comes back to after 3D Secure or a bank's page. */
  readonly returnUrl: string;
}

/** With the charge, which says how much was refunded. */
const EXPAND = { expand: ['latest_charge'] };

/** Source: https://docs.stripe.com/api/payment_intents */
export class PaymentIntentGateway {
  constructor(private readonly calls: StripeCalls) {}

  create(intent: NewPaymentIntent, idempotencyKey: string): Promise<Stripe.PaymentIntent> {
    return this.calls.run('paymentIntents.create', (stripe) =>
      stripe.paymentIntents.create(
        {
          customer: intent.customerId,
          amount: intent.amount,
          currency: intent.currency,
          automatic_payment_methods: { enabled: true },
          ...(intent.receiptEmail === null ? {} : { receipt_email: intent.receiptEmail }),
          metadata: intent.metadata,
        },
        { idempotencyKey },
      ),
    );
  }

  find(id: string): Promise<Stripe.PaymentIntent | null> {
    return this.calls.find('paymentIntents.retrieve', (stripe) => stripe.paymentIntents.retrieve(id, EXPAND));
  }

  /** @throws BillingFault CARD_DECLINED, AUTHENTICATION_REQUIRED, INVALID_STATE, and what every call may */
  confirm(
    id: string,
    { paymentMethodId, returnUrl }: PaymentIntentConfirmation,
    idempotencyKey: string,
  ): Promise<Stripe.PaymentIntent> {
    return this.calls.run('paymentIntents.confirm', (stripe) =>
      stripe.paymentIntents.confirm(
        id,
        {
          return_url: returnUrl,
          ...(paymentMethodId === null ? {} : { payment_method: paymentMethodId }),
          ...EXPAND,
        },
        { idempotencyKey },
      ),
    );
  }

  /** @throws BillingFault INVALID_STATE, and what every call may */
  cancel(id: string, reason: string | null, idempotencyKey: string): Promise<Stripe.PaymentIntent> {
    return this.calls.run('paymentIntents.cancel', (stripe) =>
      stripe.paymentIntents.cancel(
        id,
        { ...(reason === null ? {} : { cancellation_reason: reason }), ...EXPAND },
        { idempotencyKey },
      ),
    );
  }
}
