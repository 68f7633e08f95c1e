import type { Customers } from '../customers/customers.js';
import type { Discounts } from '../discounts/discounts.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest } from '../http/failures.js';
import { keepingFailures } from '../http/kept-failure.js';
import type { InvoiceItems } from '../invoices/invoice-items.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import { AUTHENTICATION_FAILED } from '../payment-intents/authentication.js';
import type { PaymentIntents } from '../payment-intents/payment-intents.js';
import { cardFailure } from '../payment-methods/card-check.js';
import type { PaymentMethod, PaymentMethods } from '../payment-methods/payment-methods.js';
import type { SetupIntents } from '../setup-intents/setup-intents.js';
import type { CheckoutOrder, CheckoutPayer, Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import type { SubscriptionOrders } from '../subscriptions/subscription-orders.js';
import type { Subscriptions } from '../subscriptions/subscriptions.js';
import type { CheckoutSessions } from './checkout-sessions.js';
import type { CheckoutSession } from './new-session.js';
import { redemptionsOf } from './session-discounts.js';

/** `requires_action`: the bank asks for 3D Secure, whose end `authenticate` takes. */
export interface CheckoutOutcome {
  readonly status: 'completed' | 'requires_action';
  readonly session: CheckoutSession;
}

export interface CheckoutCompletionParts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly sessions: CheckoutSessions;
  readonly customers: Customers;
  readonly methods: PaymentMethods;
  readonly intents: PaymentIntents;
  readonly setupIntents: SetupIntents;
  readonly invoiceItems: InvoiceItems;
  readonly orders: SubscriptionOrders;
  readonly subscriptions: Subscriptions;
  readonly discounts: Discounts;
  readonly events: EventLog;
}

/** The end of a session, by the hosted page or the official CLI. Source: https://docs.stripe.com/payments/checkout/how-checkout-works */
export class CheckoutCompletion {
  constructor(private readonly parts: CheckoutCompletionParts) {}

  /**
   * Pays an open session with a card.
   *
   * @param paymentMethod the id of a payment method, or a test name such as `pm_card_visa`
   * @throws StripeFailure 402 for a refused card; the session stays open for another try
   * @throws StripeFailure 400 for a session that is not open
   */
  complete(id: string, paymentMethod: string, payer: CheckoutPayer = {}): CheckoutOutcome {
    return keepingFailures(this.parts.store, () => {
      const session = this.#open(id);
      const method = this.parts.methods.resolve(paymentMethod);
      if (!this.parts.methods.asksForAuthentication(method.id)) return this.#pay(session, method, payer);
      this.#keepPending(id, method.id, payer);
      return { status: 'requires_action', session };
    });
  }

  /**
   * Ends the 3D Secure step that `complete` asked for.
   *
   * @throws StripeFailure 402 when it failed, or when the bank refuses the card after it
   */
  authenticate(id: string, outcome: 'succeeded' | 'failed'): CheckoutOutcome {
    return keepingFailures(this.parts.store, () => {
      const session = this.#open(id);
      const { pendingPaymentMethod: pending, pendingPayer } = this.#order(id);
      if (pending === null) throw invalidRequest('This Checkout Session does not wait for authentication.');
      this.#keepPending(id, null, null);
      if (outcome === 'failed') throw cardFailure(AUTHENTICATION_FAILED);
      this.parts.methods.markAuthenticated(pending);
      return this.#pay(session, this.parts.methods.require(pending), pendingPayer ?? {});
    });
  }

  #pay(session: CheckoutSession, method: PaymentMethod, payer: CheckoutPayer): CheckoutOutcome {
    const { discounts, events, ledger } = this.parts;
    const result = { payment: this.#payment, setup: this.#setup, subscription: this.#subscription }[
      session.mode as 'payment' | 'setup' | 'subscription'
    ].call(this, session, method, payer);
    const customer = ledger.customers.get(result.customer ?? '');
    if (session.mode === 'payment') {
      discounts.redeem(redemptionsOf(session), { checkout_session: session.id, customer: result.customer });
    }
    const details = payer.email ?? session.customer_email ?? customer?.email ?? method.billing_details.email;
    const completed = ledger.checkoutSessions.put({
      ...session,
      ...result,
      customer_details: {
        address: customer?.address ?? method.billing_details.address,
        business_name: null,
        email: details ?? null,
        individual_name: null,
        name: payer.name ?? customer?.name ?? method.billing_details.name,
        phone: customer?.phone ?? null,
        tax_exempt: 'none',
        tax_ids: [],
      },
      payment_status: session.mode === 'setup' || session.amount_total === 0 ? 'no_payment_required' : 'paid',
      status: 'complete',
      url: null,
    });
    events.record('checkout.session.completed', completed);
    return { status: 'completed', session: completed };
  }

  /** All of it or, for a refused card, nothing: a subscription nobody paid for must not stay. */
  #subscription(
    session: CheckoutSession,
    method: PaymentMethod,
    payer: CheckoutPayer,
  ): Partial<CheckoutSession> & { customer: string } {
    const { store, orders, subscriptions, methods } = this.parts;
    return store.transaction(() => {
      const order = this.#order(session.id);
      const customer = this.#customer(session, payer);
      const attached = methods.attach(method.id, customer);
      const data = order.subscriptionData;
      const addedItems = this.#oneTimeItems(order, customer);
      const recurring = order.lineItems.flatMap(({ price, quantity, metadata }) =>
        price?.recurring ? [{ price, quantity: quantity ?? undefined, metadata: metadata ?? {} }] : [],
      );
      const subscription = subscriptions.create({
        customer,
        items: recurring,
        addedItems,
        collectionMethod: 'charge_automatically',
        daysUntilDue: null,
        defaultPaymentMethod: attached.id,
        description: data.description ?? null,
        discounts: redemptionsOf(session),
        metadata: mergedMetadata({}, data.metadata),
        paymentSettings: undefined,
        trialEnd: orders.trialEnd(data),
        trialSettings: data.trial_settings,
        paymentBehavior: 'error_if_incomplete',
      });
      return { customer, subscription: subscription.id, invoice: subscription.latest_invoice };
    });
  }

  #payment(
    session: CheckoutSession,
    method: PaymentMethod,
    payer: CheckoutPayer,
  ): Partial<CheckoutSession> & { customer: string | null } {
    const { intents, ledger } = this.parts;
    const needsCustomer = session.customer !== null || session.customer_creation === 'always';
    const customer = needsCustomer ? this.#customer(session, payer) : null;
    const data = this.#order(session.id).paymentIntentData;
    if ((session.amount_total ?? 0) === 0) return { customer };
    const intent =
      session.payment_intent ??
      intents.create({
        amount: session.amount_total ?? 0,
        currency: session.currency ?? 'usd',
        ...data,
        ...(customer === null ? {} : { customer }),
      }).id;
    // A refused card leaves this intent for the next try, as the session at Stripe does.
    ledger.checkoutSessions.put({ ...session, customer, payment_intent: intent });
    intents.confirm(intent, { paymentMethod: method.id });
    return { customer, payment_intent: intent };
  }

  #setup(session: CheckoutSession, method: PaymentMethod): Partial<CheckoutSession> & { customer: string | null } {
    const { setupIntents, methods } = this.parts;
    const { description, metadata } = this.#order(session.id).setupIntentData;
    if (session.customer !== null) methods.attach(method.id, session.customer);
    const intent = setupIntents.succeed({
      customer: session.customer,
      paymentMethod: method.id,
      description,
      metadata,
    });
    return { customer: session.customer, setup_intent: intent.id };
  }

  #customer(session: CheckoutSession, payer: CheckoutPayer): string {
    if (session.customer !== null) return this.parts.customers.require(session.customer, 'customer').id;
    const email = payer.email ?? session.customer_email;
    return this.parts.customers.create({
      ...(email ? { email } : {}),
      ...(payer.name ? { name: payer.name } : {}),
    }).id;
  }

  #oneTimeItems(order: CheckoutOrder, customer: string) {
    return order.lineItems.flatMap((item) =>
      item.price === null || item.price.recurring !== null
        ? []
        : [this.parts.invoiceItems.createForPrice(customer, item.price, item.quantity ?? 1)],
    );
  }

  #keepPending(id: string, pendingPaymentMethod: string | null, pendingPayer: CheckoutPayer | null): void {
    this.parts.ledger.checkoutOrders.put({ ...this.#order(id), pendingPaymentMethod, pendingPayer });
  }

  #order(id: string): CheckoutOrder {
    return this.parts.ledger.checkoutOrders.require(id);
  }

  #open(id: string): CheckoutSession {
    const session = this.parts.sessions.require(id);
    if (session.status === 'open') return session;
    throw invalidRequest(
      session.status === 'expired'
        ? 'This Checkout Session has expired.'
        : 'This Checkout Session has been completed already.',
      undefined,
      'checkout_session_not_open',
    );
  }
}
