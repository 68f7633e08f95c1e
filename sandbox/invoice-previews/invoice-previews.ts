import type Stripe from 'stripe';
import { invalidRequest, missingParameter } from '../http/failures.js';
import { innerList } from '../http/list-page.js';
import { StripeFailure } from '../http/stripe-failure.js';
import { refuseUnsupported } from '../http/unsupported.js';
import { DRAFT_SECONDS, type Invoice } from '../invoices/new-invoice.js';
import type { SubscriptionDiscounts } from '../discounts/subscription-discounts.js';
import type { BillingClock } from '../state/billing-clock.js';
import { randomText } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import type { Wire } from '../state/wire.js';
import type { SubscriptionBook } from '../subscriptions/subscription-book.js';
import type { AnchorParam } from '../subscriptions/subscription-changes.js';
import type { SubscriptionEnd } from '../subscriptions/subscription-end.js';
import type { SubscriptionOrders } from '../subscriptions/subscription-orders.js';
import type { SubscriptionRenewals } from '../subscriptions/subscription-renewals.js';
import type { SubscriptionUpdates } from '../subscriptions/subscription-updates.js';
import type { Subscriptions } from '../subscriptions/subscriptions.js';

type Details = Omit<Wire<Stripe.InvoiceCreatePreviewParams.SubscriptionDetails>, 'billing_cycle_anchor'> & {
  readonly billing_cycle_anchor?: AnchorParam;
};
export type PreviewParams = Omit<Wire<Stripe.InvoiceCreatePreviewParams>, 'subscription_details'> & {
  readonly subscription_details?: Details;
};

const NOT_CARRIED_OUT = ['discounts', 'invoice_items', 'schedule', 'schedule_details'];

export interface InvoicePreviewParts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly discounts: SubscriptionDiscounts;
  readonly book: SubscriptionBook;
  readonly subscriptions: Subscriptions;
  readonly orders: SubscriptionOrders;
  readonly updates: SubscriptionUpdates;
  readonly renewals: SubscriptionRenewals;
  readonly end: SubscriptionEnd;
  readonly clock: BillingClock;
}

/**
 * The invoice that a change would lead to: the change is really made and taken back, so that a preview can never
 * differ from what the change then costs. Source: https://docs.stripe.com/api/invoices/create_preview
 */
export class InvoicePreviews {
  constructor(private readonly parts: InvoicePreviewParts) {}

  /** @throws StripeFailure for what the change itself would be refused for, and where no invoice is to come */
  create(params: PreviewParams): Invoice {
    refuseUnsupported(params, NOT_CARRIED_OUT);
    checkDate(params);
    const invoice = this.parts.store.rehearse(() => this.#rehearsed(params));
    if (invoice === undefined) throw noUpcoming(params);
    return upcoming(invoice);
  }

  #rehearsed(params: PreviewParams): Invoice | undefined {
    const details = params.subscription_details ?? {};
    const id = params.subscription ?? this.#onlySubscriptionOf(params);
    if (params.preview_mode === 'recurring') return this.#recurring(id, details);
    return id === undefined ? this.#created(params, details) : this.#changed(id, details);
  }

  /** The invoice of a whole period, without what comes once: prorations, items that wait, coupons for one invoice. */
  #recurring(id: string | undefined, details: Details): Invoice | undefined {
    const { book, ledger, discounts } = this.parts;
    if (id === undefined)
      throw invalidRequest('The sandbox previews what recurs of a subscription only.', 'preview_mode');
    if (book.require(id, 'subscription').ended_at !== null) return undefined;
    const { proration_date: _date, cancel_now: _cancel, ...others } = details;
    this.#updated(id, { ...others, proration_behavior: 'none' });
    const subscription = book.require(id);
    for (const { id: item, customer, invoice } of ledger.invoiceItems.newestFirst()) {
      if (customer === subscription.customer && invoice === null) ledger.invoiceItems.remove(item);
    }
    ledger.subscriptions.put({ ...subscription, discounts: discounts.recurring(subscription) });
    return this.#next(id);
  }

  #changed(id: string, details: Details): Invoice | undefined {
    const { book, end } = this.parts;
    const before = book.require(id, 'subscription');
    if (before.ended_at !== null) return undefined;
    const { cancel_now: cancelNow, ...others } = details;
    if (cancelNow === true) {
      const prorate = (details.proration_behavior ?? 'create_prorations') !== 'none';
      const { latest_invoice: invoice } = end.cancel(id, { prorate, invoiceNow: true });
      return invoice === before.latest_invoice || invoice === null ? undefined : this.#invoiceOf(id);
    }
    return this.#updated(id, others) ?? this.#next(id);
  }

  /** @returns the draft of what is due at once */
  #updated(id: string, details: Omit<Details, 'cancel_now'>): Invoice | undefined {
    const { metadata: _metadata, resume_at: _resume, start_date: _start, pause: _pause, ...update } = details;
    return this.parts.updates.apply(id, update);
  }

  /** The invoice at the end of the period, or the last one for a subscription that ends by then. */
  #next(id: string): Invoice | undefined {
    const { book, renewals, end, clock } = this.parts;
    const { items, cancel_at: cancelAt, status } = book.require(id);
    if (status === 'paused' || status === 'incomplete') return undefined;
    const periodEnd = Math.min(...items.data.map((item) => item.current_period_end));
    const isEnding = cancelAt !== null && cancelAt <= periodEnd;
    return clock.at(isEnding ? cancelAt : periodEnd, () =>
      isEnding ? end.finalInvoice(book.require(id)) : renewals.renew(id),
    );
  }

  #created(params: PreviewParams, details: Details): Invoice {
    const { orders, subscriptions } = this.parts;
    if (params.customer === undefined) throw missingParameter('customer');
    if (details.items === undefined) throw missingParameter('subscription_details[items]');
    const { items, trial_end: trialEnd } = details;
    const order = orders.read({
      customer: params.customer,
      items: items.map(({ id: _id, deleted: _deleted, clear_usage: _usage, metadata: _metadata, ...item }) => item),
      ...(trialEnd === undefined ? {} : { trial_end: trialEnd }),
      payment_behavior: 'default_incomplete',
    });
    return subscriptions.begin(order).invoice;
  }

  /** A customer is enough to ask for the next invoice where there is one subscription only. */
  #onlySubscriptionOf({ customer, subscription_details: details }: PreviewParams): string | undefined {
    if (customer === undefined || details?.items !== undefined) return undefined;
    const live = this.parts.book.liveOf(customer);
    if (live.length > 1) {
      throw invalidRequest('The customer has more than one subscription: name the one to preview.', 'subscription');
    }
    return live[0]?.id;
  }

  #invoiceOf(subscription: string): Invoice | undefined {
    return this.parts.book.latestInvoiceOf(subscription);
  }
}

/** A preview is no invoice yet: it has an id that nothing can be asked for by, and no way to pay it. */
function upcoming(invoice: Invoice): Invoice {
  const id = `upcoming_in_${randomText(24)}`;
  const lines = invoice.lines.data.map((line) => ({ ...line, invoice: id }));
  return {
    ...invoice,
    id,
    lines: innerList(`/v1/invoices/${id}/lines`, lines),
    billing_reason: 'upcoming',
    automatically_finalizes_at: null,
    next_payment_attempt: invoice.collection_method === 'charge_automatically' ? invoice.created + DRAFT_SECONDS : null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  };
}

/** Source: the description of `subscription_details.proration_date` in https://docs.stripe.com/api/invoices/create_preview */
function checkDate({ subscription, subscription_details: details }: PreviewParams): void {
  if (details?.proration_date === undefined) return;
  const param = 'subscription_details[proration_date]';
  if (details.proration_behavior === 'none') {
    throw invalidRequest(`You cannot set \`${param}\` when \`proration_behavior\` is \`none\`.`, param);
  }
  if (subscription === undefined || (details.items === undefined && details.trial_end === undefined)) {
    throw invalidRequest(
      `\`${param}\` requires \`subscription\`, and one of \`subscription_details[items]\` or \`subscription_details[trial_end]\`.`,
      param,
    );
  }
}

function noUpcoming({ customer, subscription }: PreviewParams): StripeFailure {
  return new StripeFailure(404, {
    type: 'invalid_request_error',
    code: 'invoice_upcoming_none',
    message: `No upcoming invoices for ${subscription === undefined ? `customer: ${customer}` : `subscription: ${subscription}`}`,
  });
}
