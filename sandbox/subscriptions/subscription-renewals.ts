import type { EventLog } from '../events/event-log.js';
import { innerList } from '../http/list-page.js';
import type { Invoice } from '../invoices/new-invoice.js';
import { earliest, type Step } from '../state/agenda.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import { periodEnd } from './billing-period.js';
import type { Subscription } from './new-subscription.js';
import type { SubscriptionBilling } from './subscription-billing.js';
import { isEnded, type SubscriptionBook } from './subscription-book.js';
import type { SubscriptionEnd } from './subscription-end.js';
import { inPeriod, periodOf } from './subscription-item.js';

const HOUR = 60 * 60;
/** How long the first payment of a subscription may wait. */
const INCOMPLETE_SECONDS = 23 * HOUR;
/** How long before its end a trial is announced. */
const TRIAL_NOTICE_SECONDS = 3 * 24 * HOUR;
const RENEWING = ['active', 'past_due', 'trialing', 'unpaid'];

/** What time brings about in subscriptions. Source: https://docs.stripe.com/billing/subscriptions/webhooks */
export class SubscriptionRenewals {
  constructor(
    private readonly ledger: Ledger,
    private readonly book: SubscriptionBook,
    private readonly billing: SubscriptionBilling,
    private readonly end: SubscriptionEnd,
    private readonly events: EventLog,
  ) {}

  nextStep(testClock: string | null): Step | undefined {
    const live = this.ledger.subscriptions.newestFirst((entry) => entry.test_clock === testClock && !isEnded(entry));
    return earliest(live.reverse().map((subscription) => this.#stepOf(subscription)));
  }

  /**
   * Begins the next period, with a draft for it.
   *
   * @returns undefined where the subscription stopped instead, for want of a payment method
   */
  renew(id: string): Invoice | undefined {
    const before = this.book.require(id);
    if (before.status === 'trialing' && this.#stopsWithoutCard(before)) return undefined;
    const invoiceId = newId('in');
    const after = this.book.put(before, {
      items: innerList(
        before.items.url,
        before.items.data.map((item) => nextPeriod(before, item)),
      ),
      latest_invoice: invoiceId,
      status: before.status === 'trialing' ? 'active' : before.status,
    });
    const [ended] = before.items.data.map(periodOf);
    return this.billing.draft(after, {
      id: invoiceId,
      billingReason: 'subscription_cycle',
      lines: this.billing.cycleLines(invoiceId, before, after),
      ...(ended === undefined ? {} : { period: ended }),
    });
  }

  /** Of several things at one moment, an end goes before a renewal. */
  #stepOf(subscription: Subscription): Step | undefined {
    const { id, status, created, cancel_at: cancelAt, pause_collection: pause, pending_update: pending } = subscription;
    if (status === 'incomplete') return { at: created + INCOMPLETE_SECONDS, run: () => this.end.expire(id) };
    const ends = subscription.items.data.map((item) => item.current_period_end);
    return earliest([
      cancelAt === null ? undefined : { at: cancelAt, run: () => this.end.endAsScheduled(id) },
      pending === null ? undefined : { at: pending.expires_at, run: () => this.#discardUpdate(id) },
      this.#announcement(subscription),
      pause === null || pause.resumes_at === null
        ? undefined
        : { at: pause.resumes_at, run: () => void this.book.put(this.book.require(id), { pause_collection: null }) },
      RENEWING.includes(status) ? { at: Math.min(...ends), run: () => void this.renew(id) } : undefined,
    ]);
  }

  #announcement({ id, status, trial_end: trialEnd }: Subscription): Step | undefined {
    if (status !== 'trialing' || trialEnd === null) return undefined;
    const told = `${id}:trial_will_end:${trialEnd}`;
    if (this.ledger.announcements.get(told) !== undefined) return undefined;
    return { at: trialEnd - TRIAL_NOTICE_SECONDS, run: () => this.#announceTrialEnd(id, told) };
  }

  #announceTrialEnd(id: string, told: string): void {
    this.ledger.announcements.put({ id: told });
    this.events.record('customer.subscription.trial_will_end', this.book.require(id));
  }

  /** Whether the trial ended in a pause or in the end, as its settings have it for a customer without a card. */
  #stopsWithoutCard(subscription: Subscription): boolean {
    const behavior = subscription.trial_settings?.end_behavior.missing_payment_method;
    const customer = this.ledger.customers.get(subscription.customer);
    const method = subscription.default_payment_method ?? customer?.invoice_settings.default_payment_method ?? null;
    if (method !== null || subscription.collection_method === 'send_invoice') return false;
    if (behavior === 'cancel') this.end.cancel(subscription.id);
    else if (behavior === 'pause') this.#pause(subscription);
    return behavior === 'cancel' || behavior === 'pause';
  }

  #pause(subscription: Subscription): void {
    this.events.record('customer.subscription.paused', this.book.put(subscription, { status: 'paused' }));
  }

  #discardUpdate(id: string): void {
    const before = this.book.require(id);
    const discarded = this.book.put(before, { pending_update: null });
    this.events.record('customer.subscription.pending_update_expired', discarded);
    this.end.voidLatest(discarded);
  }
}

function nextPeriod(
  { billing_cycle_anchor: anchor }: Subscription,
  item: Subscription['items']['data'][number],
): Subscription['items']['data'][number] {
  const start = item.current_period_end;
  return inPeriod(item, { start, end: periodEnd(anchor, start, item.price.recurring) });
}
