import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import type { Redemption } from '../discounts/discounts.js';
import type { SubscriptionDiscounts } from '../discounts/subscription-discounts.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import { KeptFailure } from '../http/kept-failure.js';
import type { InvoiceCollection } from '../invoices/invoice-collection.js';
import type { InvoiceItem, InvoiceItems } from '../invoices/invoice-items.js';
import { subscriptionLine } from '../invoices/invoice-line.js';
import type { Invoices } from '../invoices/invoices.js';
import type { Invoice } from '../invoices/new-invoice.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import type { Wire } from '../state/wire.js';
import { cancellationDetails } from './cancellation-details.js';
import { newSubscription, type Subscription, type SubscriptionDraft } from './new-subscription.js';
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
  readonly invoices: Invoices;
  readonly invoiceItems: InvoiceItems;
  readonly collection: InvoiceCollection;
  readonly discounts: SubscriptionDiscounts;
  readonly events: EventLog;
  readonly clock: Clock;
}

/** How long the first payment of a subscription may wait. */
const INCOMPLETE_SECONDS = 23 * 60 * 60;

/** The life of subscriptions. Source: https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses */
export class Subscriptions {
  constructor(private readonly parts: SubscriptionParts) {
    parts.collection.onOutcome((invoice, outcome) => this.#invoiceSettled(invoice, outcome));
  }

  /**
   * Starts a subscription with its first invoice, and pays it unless the customer shall do so.
   *
   * @throws KeptFailure 402 for a refused payment under `error_if_incomplete`; nothing was created then
   */
  create(order: SubscriptionOrder): Subscription {
    const { store } = this.parts;
    return store.transaction(() => {
      const { subscription, invoice } = this.#begin(order);
      const opened = this.parts.invoices.finalize(invoice.id);
      const isCharged = order.collectionMethod === 'charge_automatically' && opened.status === 'open';
      if (isCharged && order.paymentBehavior !== 'default_incomplete') this.#pay(opened, order.paymentBehavior);
      return this.require(subscription.id);
    });
  }

  /** Ends a subscription now. */
  cancel(id: string, details?: Wire<Stripe.SubscriptionCancelParams>['cancellation_details']): Subscription {
    const before = this.require(id);
    if (before.status === 'canceled' || before.status === 'incomplete_expired') throw noSuch('subscription', id, 'id');
    const now = this.parts.clock.now();
    const said = cancellationDetails(before, details);
    const canceled = this.parts.ledger.subscriptions.put({
      ...before,
      cancel_at_period_end: false,
      canceled_at: before.canceled_at ?? now,
      cancellation_details: { ...said, reason: said.reason ?? 'cancellation_requested' },
      ended_at: now,
      status: 'canceled',
    });
    this.parts.events.record('customer.subscription.deleted', canceled);
    if (before.status === 'incomplete') this.#voidFirstInvoice(canceled);
    return canceled;
  }

  cancelAllOf(customer: string): void {
    const live = this.parts.ledger.subscriptions.newestFirst(
      (entry) => entry.customer === customer && entry.status !== 'canceled' && entry.status !== 'incomplete_expired',
    );
    for (const subscription of live) this.cancel(subscription.id);
  }

  /** Carries out what the clock demands: unpaid first invoices run out, and scheduled cancellations come due. */
  sweep(now: number): void {
    const { ledger } = this.parts;
    const isDue = (entry: Subscription) =>
      entry.cancel_at !== null && entry.cancel_at <= now && entry.ended_at === null;
    for (const due of ledger.subscriptions.newestFirst(isDue)) this.cancel(due.id);
    const isExpired = (entry: Subscription) =>
      entry.status === 'incomplete' && entry.created + INCOMPLETE_SECONDS <= now;
    for (const expired of ledger.subscriptions.newestFirst(isExpired)) {
      this.put(expired, { status: 'incomplete_expired', ended_at: now });
      this.#voidFirstInvoice(expired);
    }
  }

  require(id: string, param?: string): Subscription {
    const subscription = this.parts.ledger.subscriptions.get(id);
    if (subscription !== undefined) return subscription;
    throw noSuch('subscription', id, param ?? 'id', param === undefined ? 'path' : 'parameter');
  }

  /** Writes the changes and tells of them. */
  put(before: Subscription, changes: Partial<Subscription>): Subscription {
    const after = this.parts.ledger.subscriptions.put({ ...before, ...changes });
    this.parts.events.recordUpdate('customer.subscription.updated', before, after);
    return after;
  }

  #begin(order: SubscriptionOrder): { subscription: Subscription; invoice: Invoice } {
    const { ledger, events, clock, customers, invoices, invoiceItems } = this.parts;
    const now = clock.now();
    const [id, invoiceId] = [newId('sub'), newId('in')];
    const currency = order.items[0]?.price.currency ?? 'usd';
    const isSent = order.collectionMethod === 'send_invoice';
    const subscription = ledger.subscriptions.put(
      newSubscription({
        ...order,
        id,
        discounts: this.parts.discounts.redeem(order.discounts, { customer: order.customer, subscription: id }),
        items: order.items.map((item) => newItem(item, id, now, order.trialEnd)),
        currency,
        status: order.trialEnd !== null ? 'trialing' : isSent ? 'active' : 'incomplete',
        latestInvoice: invoiceId,
        now,
      }),
    );
    events.record('customer.subscription.created', subscription);
    const added = new Set([...invoiceItems.pending(order.customer, currency), ...order.addedItems]);
    const invoice = invoices.draft({
      id: invoiceId,
      customer: customers.require(order.customer, 'customer'),
      currency,
      billingReason: 'subscription_create',
      collectionMethod: order.collectionMethod,
      defaultPaymentMethod: null,
      description: null,
      dueDate: isSent ? now + (order.daysUntilDue ?? 30) * 24 * 60 * 60 : null,
      metadata: {},
      subscription,
      autoAdvance: true,
      lines: subscription.items.data.map((item) => subscriptionLine(ledger, invoiceId, subscription, item)),
      items: [...added],
    });
    return { subscription, invoice };
  }

  #pay(invoice: Invoice, behavior: SubscriptionOrder['paymentBehavior']): void {
    try {
      this.parts.invoices.pay(invoice.id);
    } catch (error) {
      if (!(error instanceof KeptFailure) || behavior === 'error_if_incomplete') throw error;
    }
  }

  #invoiceSettled(invoice: Invoice, outcome: 'paid' | 'payment_failed'): void {
    const id = invoice.parent?.subscription_details?.subscription;
    const subscription = this.parts.ledger.subscriptions.get(id ?? '');
    if (subscription === undefined || subscription.latest_invoice !== invoice.id) return;
    if (outcome === 'paid') this.#firstPaid(subscription, invoice);
    else if (subscription.status === 'active') this.put(subscription, { status: 'past_due' });
  }

  #firstPaid(subscription: Subscription, invoice: Invoice): void {
    if (!['incomplete', 'past_due', 'unpaid'].includes(subscription.status)) return;
    const isSaved = subscription.payment_settings?.save_default_payment_method === 'on_subscription';
    const payment = this.parts.ledger.invoicePayments.find((entry) => entry.invoice === invoice.id);
    const intent = this.parts.ledger.paymentIntents.get(payment?.payment.payment_intent ?? '');
    const saved = isSaved
      ? { default_payment_method: intent?.payment_method ?? subscription.default_payment_method }
      : {};
    this.put(subscription, { status: 'active', ...saved });
  }

  #voidFirstInvoice({ latest_invoice: id }: Subscription): void {
    const invoice = id === null ? undefined : this.parts.ledger.invoices.get(id);
    if (invoice?.status === 'open') this.parts.invoices.void(invoice.id);
  }
}

/** @throws StripeFailure for a subscription that is over */
export function checkNotEnded(subscription: Subscription): void {
  if (subscription.status !== 'canceled' && subscription.status !== 'incomplete_expired') return;
  throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.');
}
