import { InvoiceAutomation } from '../invoices/invoice-automation.js';
import type { StepSource } from '../state/agenda.js';
import { ItemChanges } from './item-changes.js';
import { Prorations } from './prorations.js';
import { SubscriptionBilling, type SubscriptionBillingParts } from './subscription-billing.js';
import { SubscriptionBook } from './subscription-book.js';
import { SubscriptionChanges } from './subscription-changes.js';
import { SubscriptionEnd, type SubscriptionEndParts } from './subscription-end.js';
import type { SubscriptionOrders } from './subscription-orders.js';
import { SubscriptionRenewals } from './subscription-renewals.js';
import { SubscriptionResumption } from './subscription-resumption.js';
import { type AfterRetries, SubscriptionStatus } from './subscription-status.js';
import { SubscriptionUpdates } from './subscription-updates.js';
import { type SubscriptionParts, Subscriptions } from './subscriptions.js';

export type SubscriptionRoomParts = SubscriptionBillingParts &
  Pick<SubscriptionParts, 'discounts' | 'store'> &
  Pick<SubscriptionEndParts, 'endings'> & {
    readonly orders: SubscriptionOrders;
    readonly afterRetries: AfterRetries;
  };

/** The services around subscriptions. */
export interface SubscriptionRoom {
  readonly book: SubscriptionBook;
  readonly subscriptions: Subscriptions;
  readonly updates: SubscriptionUpdates;
  readonly end: SubscriptionEnd;
  readonly resumption: SubscriptionResumption;
  readonly renewals: SubscriptionRenewals;
  /** What time brings about in subscriptions and in invoices; at one moment, the period goes before its payment. */
  readonly steps: readonly StepSource[];
}

/** Wires what subscriptions do, each part over those before it. */
export function openSubscriptionRoom(parts: SubscriptionRoomParts): SubscriptionRoom {
  const { ledger, events, clock, invoices, invoiceItems, collection, orders } = parts;
  const book = new SubscriptionBook(ledger, events);
  const billing = new SubscriptionBilling(parts);
  const prorations = new Prorations(ledger, invoiceItems, parts.discounts);
  const end = new SubscriptionEnd({ ...parts, book, billing, prorations });
  const renewals = new SubscriptionRenewals(ledger, book, billing, end, events);
  const changes = new SubscriptionChanges(new ItemChanges(orders, clock), clock);
  const automation = new InvoiceAutomation(ledger, invoices, collection, parts.endings, events);
  const status = new SubscriptionStatus(ledger, book, end, events, parts.afterRetries);
  collection.onOutcome((invoice, outcome) => status.follow(invoice, outcome));
  return {
    book,
    subscriptions: new Subscriptions({ ...parts, book, billing }),
    updates: new SubscriptionUpdates({ ...parts, book, changes, prorations, billing }),
    end,
    resumption: new SubscriptionResumption(book, billing, clock),
    renewals,
    steps: [(testClock) => renewals.nextStep(testClock), (testClock) => automation.nextStep(testClock)],
  };
}
