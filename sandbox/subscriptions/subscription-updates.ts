import type Stripe from 'stripe';
import type { SubscriptionDiscounts } from '../discounts/subscription-discounts.js';
import { invalidRequest } from '../http/failures.js';
import { KeptFailure } from '../http/kept-failure.js';
import { refuseUnsupported } from '../http/unsupported.js';
import type { Invoice } from '../invoices/new-invoice.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Store } from '../state/store.js';
import type { Wire } from '../state/wire.js';
import { type Subscription, trialSettings } from './new-subscription.js';
import { pendingUpdate } from './pending-update.js';
import type { Prorations } from './prorations.js';
import { scheduledEnd } from './scheduled-end.js';
import type { PaymentBehavior, SubscriptionBilling } from './subscription-billing.js';
import { checkNotEnded, type SubscriptionBook } from './subscription-book.js';
import type { AnchorParam, SubscriptionChange, SubscriptionChanges } from './subscription-changes.js';

export type SubscriptionUpdateParams = Omit<Wire<Stripe.SubscriptionUpdateParams>, 'billing_cycle_anchor'> & {
  readonly billing_cycle_anchor?: AnchorParam;
};

const NOT_CARRIED_OUT = [
  'add_invoice_items',
  'billing_schedules',
  'default_source',
  'pending_invoice_item_interval',
  'transfer_data',
];
/** What may not change while the first payment is awaited. */
const BILLED = ['items', 'trial_end', 'billing_cycle_anchor', 'cancel_at', 'cancel_at_period_end', 'pause_collection'];

export interface SubscriptionUpdateParts {
  readonly store: Store;
  readonly book: SubscriptionBook;
  readonly changes: SubscriptionChanges;
  readonly prorations: Prorations;
  readonly billing: SubscriptionBilling;
  readonly discounts: SubscriptionDiscounts;
  readonly clock: Clock;
}

/** Changes of subscriptions. Source: https://docs.stripe.com/api/subscriptions/update */
export class SubscriptionUpdates {
  constructor(private readonly parts: SubscriptionUpdateParts) {}

  /** @throws KeptFailure 402 for a refused payment under `error_if_incomplete`; nothing has changed then */
  update(id: string, params: SubscriptionUpdateParams): Subscription {
    const behavior = (params.payment_behavior ?? 'allow_incomplete') as PaymentBehavior;
    if (behavior !== 'pending_if_incomplete') return this.#carriedOut(id, params, behavior);
    try {
      return this.#carriedOut(id, params, 'error_if_incomplete');
    } catch (error) {
      if (!(error instanceof KeptFailure)) throw error;
      return this.#carriedOut(id, params, behavior);
    }
  }

  /**
   * Makes the change but charges nothing yet.
   *
   * @returns the draft of the invoice that is due at once; undefined where everything waits for the next one
   */
  apply(id: string, params: SubscriptionUpdateParams, isPending = false): Invoice | undefined {
    const { book, changes, prorations, clock, billing } = this.parts;
    const before = book.require(id);
    this.#check(before, params);
    const change = changes.read(before, params);
    const behavior = params.proration_behavior ?? 'create_prorations';
    const isProrated = behavior !== 'none' && before.status !== 'trialing' && before.status !== 'incomplete';
    const date = params.proration_date ?? clock.now();
    const after = { ...change.after, ...this.#others(before, change.after, params) };
    if (isProrated) prorations.create(before, change.after, date, change.isReset);
    if (isProrated && !change.isReset) prorations.moveEnd({ ...before, items: after.items }, after);
    const isInvoiced = change.isReset || (behavior === 'always_invoice' && billing.pending(after).length > 0);
    if (!isInvoiced) {
      book.put(before, after);
      return undefined;
    }
    return this.#invoiced(before, { ...change, after }, isPending);
  }

  #carriedOut(id: string, params: SubscriptionUpdateParams, behavior: PaymentBehavior): Subscription {
    const { store, billing, book } = this.parts;
    return store.transaction(() => {
      const draft = this.apply(id, params, behavior === 'pending_if_incomplete');
      const settled = draft && billing.settle(draft, behavior);
      const now = book.require(id);
      const isOwed = settled?.status === 'open' && behavior === 'default_incomplete' && now.status === 'active';
      return isOwed ? book.put(now, { status: 'past_due' }) : now;
    });
  }

  #invoiced(before: Subscription, { after, isReset }: SubscriptionChange, isPending: boolean): Invoice {
    const { book, billing, clock } = this.parts;
    const invoice = newId('in');
    const changed = isPending ? { pending_update: pendingUpdate(after, clock.now()) } : after;
    book.put(before, { ...changed, latest_invoice: invoice });
    return billing.draft(after, {
      id: invoice,
      billingReason: 'subscription_update',
      lines: isReset ? billing.cycleLines(invoice, before, after) : [],
    });
  }

  #check(before: Subscription, params: SubscriptionUpdateParams): void {
    refuseUnsupported(params, NOT_CARRIED_OUT);
    const { metadata: _metadata, cancellation_details: _details, expand: _expand, ...others } = params;
    if (Object.keys(others).length > 0) checkNotEnded(before);
    const refused = BILLED.find((name) => (params as Record<string, unknown>)[name] !== undefined);
    if (before.status !== 'incomplete' || refused === undefined) return;
    throw invalidRequest(
      'This subscription cannot be updated because its first payment is still incomplete. Only its metadata and default ' +
        'payment method can change until then.',
      refused,
    );
  }

  /** What changes beside the billing itself. */
  #others(before: Subscription, after: Subscription, params: SubscriptionUpdateParams): Partial<Subscription> {
    const pause = params.pause_collection;
    return {
      metadata: mergedMetadata(before.metadata, params.metadata),
      default_payment_method: params.default_payment_method ?? before.default_payment_method,
      description: params.description === undefined ? before.description : params.description || null,
      discounts: this.parts.discounts.changed(before, params.discounts),
      days_until_due: params.days_until_due ?? before.days_until_due,
      collection_method: params.collection_method ?? before.collection_method,
      trial_settings:
        params.trial_settings === undefined ? before.trial_settings : trialSettings(params.trial_settings),
      ...(pause === undefined
        ? {}
        : { pause_collection: pause ? { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null } : null }),
      ...scheduledEnd(after, params, this.parts.clock.now()),
    };
  }
}
