import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import { innerList } from '../http/list-page.js';
import { lineAmount } from '../invoices/invoice-line.js';
import type { Clock } from '../state/clock.js';
import type { Wire } from '../state/wire.js';
import { periodEnd } from './billing-period.js';
import type { ItemChanges } from './item-changes.js';
import type { Subscription } from './new-subscription.js';
import { inPeriod, isMetered, type SubscriptionItem } from './subscription-item.js';

/** The older form of this parameter is the word alone. */
export type AnchorParam = string | { readonly type: string };

/** The parameters that change what is billed. */
export type BillingParams = Pick<
  Wire<Stripe.SubscriptionUpdateParams>,
  'items' | 'proration_behavior' | 'proration_date' | 'trial_end'
> & { readonly billing_cycle_anchor?: AnchorParam };

export interface SubscriptionChange {
  readonly after: Subscription;
  /** Whether a period begins anew, which is billed at once. */
  readonly isReset: boolean;
}

/**
 * Reads what an update makes of a subscription's items, periods and trial.
 * Source: https://docs.stripe.com/billing/subscriptions/upgrade-downgrade
 */
export class SubscriptionChanges {
  constructor(
    private readonly items: ItemChanges,
    private readonly clock: Clock,
  ) {}

  read(before: Subscription, params: BillingParams): SubscriptionChange {
    this.#checkDate(before, params.proration_date);
    const items = params.items === undefined ? before.items.data : this.items.read(before, params.items);
    const trial = params.trial_end;
    const isTrialing = before.status === 'trialing';
    if (typeof trial === 'number') return this.#withTrial(before, items, trial);
    if (trial === 'now' && isTrialing) return this.#reset(before, items, { status: 'active', trial_end: this.#now() });
    const isNewCycle =
      isNow(params.billing_cycle_anchor) ||
      (!isTrialing && (cadence(before.items.data) !== cadence(items) || (isFree(before.items.data) && !isFree(items))));
    if (isNewCycle) return this.#reset(before, items, isTrialing ? { status: 'active', trial_end: this.#now() } : {});
    return { after: { ...before, items: innerList(before.items.url, items) }, isReset: false };
  }

  /** A trial that runs is moved; one on a running subscription begins now. */
  #withTrial(before: Subscription, items: readonly SubscriptionItem[], end: number): SubscriptionChange {
    const now = this.#now();
    if (end <= now) throw invalidRequest('The trial end must be in the future.', 'trial_end');
    const isTrialing = before.status === 'trialing';
    const trialed = items.map((item) => inPeriod(item, { start: isTrialing ? item.current_period_start : now, end }));
    const after: Subscription = {
      ...before,
      billing_cycle_anchor: end,
      items: innerList(before.items.url, trialed),
      status: 'trialing',
      trial_end: end,
      trial_start: isTrialing ? before.trial_start : now,
    };
    return { after, isReset: !isTrialing };
  }

  #reset(before: Subscription, items: readonly SubscriptionItem[], changes: Partial<Subscription>): SubscriptionChange {
    const now = this.#now();
    const begun = items.map((item) => inPeriod(item, { start: now, end: periodEnd(now, now, item.price.recurring) }));
    const after = { ...before, ...changes, billing_cycle_anchor: now, items: innerList(before.items.url, begun) };
    return { after, isReset: true };
  }

  #checkDate({ items }: Subscription, date: number | undefined): void {
    const [first] = items.data;
    if (date === undefined || first === undefined) return;
    if (date >= first.current_period_start && date <= first.current_period_end) return;
    throw invalidRequest(
      'Cannot specify a proration date outside of the current subscription period.',
      'proration_date',
    );
  }

  #now(): number {
    return this.clock.now();
  }
}

/** Whether a new billing cycle is asked for. */
export function isNow(anchor: AnchorParam | undefined): boolean {
  return (typeof anchor === 'object' ? anchor.type : anchor) === 'now';
}

function cadence([first]: readonly SubscriptionItem[]): string {
  return `${first?.price.recurring?.interval_count} ${first?.price.recurring?.interval}`;
}

function isFree(items: readonly SubscriptionItem[]): boolean {
  return items.every((item) => !isMetered(item) && lineAmount(item.price, item.quantity ?? 1) === 0);
}
