import type { Customers } from '../customers/customers.js';
import { invalidRequest } from '../http/failures.js';
import type { PaymentMethodCreateParams, PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Ledger } from '../state/ledger.js';
import type { Subscription } from '../subscriptions/new-subscription.js';
import type { SubscriptionUpdateParams, SubscriptionUpdates } from '../subscriptions/subscription-updates.js';
import { isEnded, type SubscriptionBook } from '../subscriptions/subscription-book.js';
import type { SubscriptionEnd } from '../subscriptions/subscription-end.js';
import type { PortalConfiguration } from './portal-configurations.js';

export interface PortalParts {
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly methods: PaymentMethods;
  readonly book: SubscriptionBook;
  readonly end: SubscriptionEnd;
  readonly updates: SubscriptionUpdates;
}

/** What a customer says on leaving. */
export interface Farewell {
  readonly feedback?: string;
  readonly comment?: string;
}

/** What customers do for themselves. Source: https://docs.stripe.com/customer-management */
export class Portal {
  constructor(private readonly parts: PortalParts) {}

  /** Ends a subscription now or with its period, as the configuration has it. */
  cancel(customer: string, id: string, configuration: PortalConfiguration, farewell: Farewell): Subscription {
    const subscription = this.#own(customer, id);
    const { subscription_cancel: feature } = configuration.features;
    if (!feature.enabled) throw invalidRequest('The portal does not allow to cancel subscriptions.');
    if (feature.mode === 'immediately') return this.parts.end.cancel(id, { details: farewell });
    return this.parts.updates.update(id, { ...endWithPeriod(subscription), cancellation_details: farewell });
  }

  /** Takes back a cancellation that has not come yet. */
  resume(customer: string, id: string): Subscription {
    const subscription = this.#own(customer, id);
    return this.parts.updates.update(
      id,
      isFlexible(subscription) ? { cancel_at: '' } : { cancel_at_period_end: false },
    );
  }

  /** A card that is not saved yet, as it was entered. */
  enterCard(card: NonNullable<PaymentMethodCreateParams['card']>, name: string): string {
    return this.parts.methods.create({ type: 'card', card, billing_details: { name } }).id;
  }

  /**
   * Saves a card as the one that all later invoices are charged to.
   *
   * @throws StripeFailure 402 for a card that the bank refuses to save
   */
  saveCard(customer: string, paymentMethod: string): void {
    const { customers, methods, updates, ledger } = this.parts;
    const { id } = methods.attach(paymentMethod, customer);
    customers.update(customer, { invoice_settings: { default_payment_method: id } });
    const withOwn = ledger.subscriptions.newestFirst(
      (entry) => entry.customer === customer && entry.default_payment_method !== null && !isEnded(entry),
    );
    for (const subscription of withOwn) updates.update(subscription.id, { default_payment_method: id });
  }

  #own(customer: string, id: string): Subscription {
    const subscription = this.parts.book.require(id, 'subscription');
    if (subscription.customer === customer && !isEnded(subscription)) return subscription;
    throw invalidRequest(`No such subscription: '${id}'`, 'subscription', 'resource_missing');
  }
}

/**
 * The one place that says how the portal schedules an end: under flexible billing, the default, `cancel_at` is set while
 * `cancel_at_period_end` stays false; under classic billing both are set.
 * Source: https://docs.stripe.com/billing/subscriptions/billing-mode/compare
 */
function endWithPeriod(subscription: Subscription): SubscriptionUpdateParams {
  return isFlexible(subscription) ? { cancel_at: 'min_period_end' } : { cancel_at_period_end: true };
}

function isFlexible({ billing_mode: mode }: Subscription): boolean {
  return mode.type === 'flexible';
}
