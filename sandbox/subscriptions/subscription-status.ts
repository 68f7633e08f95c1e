import type { EventLog } from '../events/event-log.js';
import type { InvoiceOutcome } from '../invoices/invoice-collection.js';
import type { Invoice } from '../invoices/new-invoice.js';
import type { Ledger } from '../state/ledger.js';
import type { Subscription } from './new-subscription.js';
import { isEnded, type SubscriptionBook } from './subscription-book.js';
import type { SubscriptionEnd } from './subscription-end.js';
import { pendingItems } from './pending-update.js';

/** What becomes of a subscription when the last retry of a payment failed, as the Dashboard's setting has it. */
export type AfterRetries = 'cancel' | 'unpaid' | 'past_due';

const AWAITING_PAYMENT = ['incomplete', 'past_due', 'unpaid'];

/**
 * How the status of a subscription follows the payments of its invoices.
 * Source: https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses
 */
export class SubscriptionStatus {
  constructor(
    private readonly ledger: Ledger,
    private readonly book: SubscriptionBook,
    private readonly end: SubscriptionEnd,
    private readonly events: EventLog,
    private readonly afterRetries: AfterRetries,
  ) {}

  /** Told of each outcome of an invoice; only the latest finalized one decides. */
  follow(invoice: Invoice, outcome: InvoiceOutcome): void {
    const subscription = this.ledger.subscriptions.get(invoice.parent?.subscription_details?.subscription ?? '');
    if (subscription === undefined || isEnded(subscription) || !this.#isLatest(invoice, subscription)) return;
    if (outcome === 'paid') this.#paid(subscription, invoice);
    else if (outcome === 'uncollectible') this.#writtenOff(subscription);
    else if (subscription.pending_update === null) this.#failed(subscription, outcome);
  }

  #isLatest(invoice: Invoice, { id }: Subscription): boolean {
    const [latest] = this.ledger.invoices.newestFirst(
      (entry) =>
        entry.parent?.subscription_details?.subscription === id && entry.status !== 'draft' && entry.status !== 'void',
    );
    return latest?.id === invoice.id;
  }

  #paid(subscription: Subscription, invoice: Invoice): void {
    if (subscription.pending_update !== null) this.#applyUpdate(subscription);
    else if (subscription.status === 'paused') this.#resume(subscription);
    else if (AWAITING_PAYMENT.includes(subscription.status)) this.#activate(subscription, invoice);
  }

  /** A debt that nobody asks for any more stands in the way of nothing. */
  #writtenOff(subscription: Subscription): void {
    if (subscription.status === 'past_due' || subscription.status === 'unpaid') {
      this.book.put(subscription, { status: 'active' });
    }
  }

  #activate(subscription: Subscription, invoice: Invoice): void {
    const isSaved = subscription.payment_settings?.save_default_payment_method === 'on_subscription';
    const payment = this.ledger.invoicePayments.find((entry) => entry.invoice === invoice.id);
    const intent = this.ledger.paymentIntents.get(payment?.payment.payment_intent ?? '');
    const saved = isSaved
      ? { default_payment_method: intent?.payment_method ?? subscription.default_payment_method }
      : {};
    this.book.put(subscription, { status: 'active', ...saved });
  }

  #failed(subscription: Subscription, outcome: InvoiceOutcome): void {
    if (subscription.status === 'active' || subscription.status === 'trialing') {
      this.book.put(subscription, { status: 'past_due' });
    }
    if (outcome !== 'given_up') return;
    if (this.afterRetries === 'cancel') this.end.cancel(subscription.id, { reason: 'payment_failed' });
    else this.book.put(this.book.require(subscription.id), { status: this.afterRetries });
  }

  #applyUpdate(subscription: Subscription): void {
    const applied = this.book.put(subscription, { ...pendingItems(subscription), pending_update: null });
    this.events.record('customer.subscription.pending_update_applied', applied);
  }

  #resume(subscription: Subscription): void {
    this.events.record('customer.subscription.resumed', this.book.put(subscription, { status: 'active' }));
  }
}
