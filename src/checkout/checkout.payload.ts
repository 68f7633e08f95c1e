import type Stripe from 'stripe';
import { GraphQLURL } from 'graphql-scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BillingSubscription } from '../subscriptions/subscription.type.js';
import { BillingError } from '../terms/billing-error.js';
import { Money } from '../terms/money.js';
import { CheckoutSession } from './checkout-session.type.js';

export enum PaymentStatus {
  PAID = 'paid',
  UNPAID = 'unpaid',
  NO_PAYMENT_REQUIRED = 'no_payment_required',
}
registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'https://docs.stripe.com/api/checkout/sessions/object#checkout_session_object-payment_status',
});

@ObjectType({ description: 'A checkout session in the words of Stripe, as it is now.' })
export class StripeCheckoutSession {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => PaymentStatus)
  readonly paymentStatus!: PaymentStatus;

  @Field(() => String, { description: 'open, complete or expired.' })
  readonly status!: string;

  @Field(() => Money, { nullable: true, description: 'What was charged or will be, with discounts and tax.' })
  readonly amountTotal!: Money | null;

  @Field(() => String, { nullable: true })
  readonly customerEmail!: string | null;
}

export function toStripeCheckoutSession(session: Stripe.Checkout.Session): StripeCheckoutSession {
  const { id, status, payment_status, amount_total, currency, customer_details, customer_email } = session;
  return Object.assign(new StripeCheckoutSession(), {
    id,
    paymentStatus: Object.values(PaymentStatus).find((known) => known === payment_status) ?? PaymentStatus.UNPAID,
    status: status ?? 'complete',
    amountTotal: amount_total === null || currency === null ? null : new Money(amount_total, currency),
    customerEmail: customer_details?.email ?? customer_email,
  });
}

@ObjectType()
export class CreateCheckoutPayload {
  @Field(() => GraphQLURL, { nullable: true, description: 'Send the customer there to pay.' })
  readonly checkoutUrl?: string | null;

  @Field(() => CheckoutSession, { nullable: true })
  readonly checkoutSession?: CheckoutSession | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class ConfirmCheckoutPayload {
  @Field(() => StripeCheckoutSession, { nullable: true })
  readonly session?: StripeCheckoutSession | null;

  @Field(() => BillingSubscription, { nullable: true, description: 'Null for a session that sells no subscription.' })
  readonly subscription?: BillingSubscription | null;

  @Field(() => CheckoutSession, { nullable: true })
  readonly checkoutSession?: CheckoutSession | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
