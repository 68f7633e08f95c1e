import { CheckoutSessionGateway } from './checkout-session.gateway.js';
import { CustomerGateway } from './customer.gateway.js';
import { EventGateway } from './event.gateway.js';
import { InvoiceGateway } from './invoice.gateway.js';
import { MeterGateway } from './meter.gateway.js';
import { PaymentMethodGateway } from './payment-method.gateway.js';
import { PortalSessionGateway } from './portal-session.gateway.js';
import { PaymentIntentGateway } from './payment-intent.gateway.js';
import { PriceGateway } from './price.gateway.js';
import { ProductGateway } from './product.gateway.js';
import { PromotionCodeGateway } from './promotion-code.gateway.js';
import { RefundGateway } from './refund.gateway.js';
import type { StripeCalls } from './stripe-calls.js';
import { SubscriptionGateway } from './subscription.gateway.js';
import { TestClockGateway } from './test-clock.gateway.js';

/** One gateway for each kind of object at Stripe. */
export interface Gateways {
  readonly products: ProductGateway;
  readonly prices: PriceGateway;
  readonly meters: MeterGateway;
  readonly customers: CustomerGateway;
  readonly portalSessions: PortalSessionGateway;
  readonly checkoutSessions: CheckoutSessionGateway;
  readonly subscriptions: SubscriptionGateway;
  readonly paymentIntents: PaymentIntentGateway;
  readonly refunds: RefundGateway;
  readonly promotionCodes: PromotionCodeGateway;
  readonly paymentMethods: PaymentMethodGateway;
  readonly invoices: InvoiceGateway;
  readonly events: EventGateway;
  readonly testClocks: TestClockGateway;
}

export function openGateways(calls: StripeCalls): Gateways {
  return {
    products: new ProductGateway(calls),
    prices: new PriceGateway(calls),
    meters: new MeterGateway(calls),
    customers: new CustomerGateway(calls),
    portalSessions: new PortalSessionGateway(calls),
    checkoutSessions: new CheckoutSessionGateway(calls),
    subscriptions: new SubscriptionGateway(calls),
    paymentIntents: new PaymentIntentGateway(calls),
    refunds: new RefundGateway(calls),
    promotionCodes: new PromotionCodeGateway(calls),
    paymentMethods: new PaymentMethodGateway(calls),
    invoices: new InvoiceGateway(calls),
    events: new EventGateway(calls),
    testClocks: new TestClockGateway(calls),
  };
}
