import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import type { Invoice } from '../invoices/new-invoice.js';
import type { Ledger } from '../state/ledger.js';
import type { Subscription } from './new-subscription.js';

/** Where subscriptions are found and written. */
export class SubscriptionBook {
  constructor(
    private readonly ledger: Ledger,
    private readonly events: EventLog,
  ) {}

  /** @throws StripeFailure resource_missing; for an id in the path unless `param` names the parameter */
  require(id: string, param?: string): Subscription {
    const subscription = this.ledger.subscriptions.get(id);
    if (subscription !== undefined) return subscription;
    throw noSuch('subscription', id, param ?? 'id', param === undefined ? 'path' : 'parameter');
  }

  /** The subscriptions of a customer that are not over. */
  liveOf(customer: string): Subscription[] {
    return this.ledger.subscriptions.newestFirst((entry) => entry.customer === customer && !isEnded(entry));
  }

  latestInvoiceOf(id: string): Invoice | undefined {
    return this.ledger.invoices.get(this.require(id).latest_invoice ?? '');
  }

  /** Writes the changes and tells of them. */
  put(before: Subscription, changes: Partial<Subscription>): Subscription {
    const after = this.ledger.subscriptions.put({ ...before, ...changes });
    this.events.recordUpdate('customer.subscription.updated', before, after);
    return after;
  }
}

/** Whether a subscription is over for good. */
export function isEnded({ status }: Subscription): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

/** @throws StripeFailure for a subscription that is over */
export function checkNotEnded(subscription: Subscription): void {
  if (!isEnded(subscription)) return;
  throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.');
}
