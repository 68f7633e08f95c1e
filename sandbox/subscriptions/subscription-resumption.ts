import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import { innerList } from '../http/list-page.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Wire } from '../state/wire.js';
import { periodEnd } from './billing-period.js';
import type { Subscription } from './new-subscription.js';
import type { SubscriptionBilling } from './subscription-billing.js';
import type { SubscriptionBook } from './subscription-book.js';
import { type AnchorParam, isNow } from './subscription-changes.js';
import { inPeriod } from './subscription-item.js';

export type ResumeParams = Omit<Wire<Stripe.SubscriptionResumeParams>, 'billing_cycle_anchor'> & {
  readonly billing_cycle_anchor?: AnchorParam;
};

/** Source: https://docs.stripe.com/api/subscriptions/resume */
export class SubscriptionResumption {
  constructor(
    private readonly book: SubscriptionBook,
    private readonly billing: SubscriptionBilling,
    private readonly clock: Clock,
  ) {}

  /** Begins a new period of a paused subscription, which is active again once the invoice for it is paid. */
  resume(id: string, params: ResumeParams): Subscription {
    const before = this.book.require(id);
    if (before.status !== 'paused') {
      throw invalidRequest(`You can only resume a paused subscription. This one is ${before.status}.`);
    }
    const { billing_cycle_anchor: anchor = 'now' } = params;
    const now = this.clock.now();
    const from = isNow(anchor) ? now : before.billing_cycle_anchor;
    const items = before.items.data.map((item) =>
      inPeriod(item, { start: now, end: periodEnd(from, now, item.price.recurring) }),
    );
    const invoice = newId('in');
    const begun = this.book.put(before, {
      billing_cycle_anchor: from,
      items: innerList(before.items.url, items),
      latest_invoice: invoice,
    });
    const lines = this.billing.cycleLines(invoice, before, begun);
    this.billing.settle(
      this.billing.draft(begun, { id: invoice, billingReason: 'subscription_update', lines }),
      'allow_incomplete',
    );
    return this.book.require(id);
  }
}
