import type { Customers } from '../customers/customers.js';
import type { Redemption } from '../discounts/discounts.js';
import type { SubscriptionDiscounts } from '../discounts/subscription-discounts.js';
import type { EventLog } from '../events/event-log.js';
import type { Invoice } from '../invoices/new-invoice.js';
import type { InvoiceItem } from '../invoices/new-invoice-item.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import { periodEnd } from './billing-period.js';
import { newSubscription, type Subscription, type SubscriptionDraft } from './new-subscription.js';
import type { SubscriptionBilling } from './subscription-billing.js';
import type { SubscriptionBook } from './subscription-book.js';
import { type ItemOrder, newItem } from './subscription-item.js';

/** A subscription to be made, its parameters checked. */
export interface SubscriptionOrder
  extends Pick<
    SubscriptionDraft,
    | 'customer'
    | 'collectionMethod'
    | 'daysUntilDue'
    | 'defaultPaymentMethod'
    | 'description'
    | 'metadata'
    | 'paymentSettings'
    | 'trialEnd'
    | 'trialSettings'
  > {
  readonly items: readonly ItemOrder[];
  readonly discounts: readonly Redemption[];
  /** One-time amounts that the first invoice takes along. */
  readonly addedItems: readonly InvoiceItem[];
  /** What a refused first payment means. */
  readonly paymentBehavior: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';
}

export interface SubscriptionParts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly discounts: SubscriptionDiscounts;
  readonly book: SubscriptionBook;
  readonly billing: SubscriptionBilling;
  readonly events: EventLog;
  readonly clock: Clock;
}

/** The beginning of subscriptions. Source: https://docs.stripe.com/billing/subscriptions/overview */
export class Subscriptions {
  constructor(private readonly parts: SubscriptionParts) {}

  /**
   * Starts a subscription with its first invoice, and pays it unless the customer shall do so.
   *
   * @throws KeptFailure 402 for a refused payment under `error_if_incomplete`; nothing was created then
   */
  create(order: SubscriptionOrder): Subscription {
    const { store, billing, book } = this.parts;
    return store.transaction(() => {
      const { subscription, invoice } = this.begin(order);
      billing.settleFirst(invoice, order.paymentBehavior);
      return book.require(subscription.id);
    });
  }

  /** The subscription with the draft of its first invoice. */
  begin(order: SubscriptionOrder): { readonly subscription: Subscription; readonly invoice: Invoice } {
    const { ledger, events, clock, customers, billing } = this.parts;
    const now = clock.now();
    const [id, invoiceId] = [newId('sub'), newId('in')];
    const isSent = order.collectionMethod === 'send_invoice';
    const endOf = ({ price }: ItemOrder) => order.trialEnd ?? periodEnd(now, now, price.recurring);
    const subscription = ledger.subscriptions.put(
      newSubscription({
        ...order,
        id,
        discounts: this.parts.discounts.redeem(order.discounts, { customer: order.customer, subscription: id }),
        items: order.items.map((item) => newItem(item, id, now, { start: now, end: endOf(item) })),
        currency: order.items[0]?.price.currency ?? 'usd',
        status: order.trialEnd !== null ? 'trialing' : isSent ? 'active' : 'incomplete',
        latestInvoice: invoiceId,
        testClock: customers.testClockOf(order.customer),
        now,
      }),
    );
    events.record('customer.subscription.created', subscription);
    const invoice = billing.draft(subscription, {
      id: invoiceId,
      billingReason: 'subscription_create',
      lines: billing.firstLines(invoiceId, subscription),
      addedItems: order.addedItems,
    });
    return { subscription, invoice };
  }
}
