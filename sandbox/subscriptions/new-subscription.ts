import type Stripe from 'stripe';
import { innerList } from '../http/list-page.js';
import type { Wire } from '../state/wire.js';
import type { SubscriptionItem } from './subscription-item.js';

export type Subscription = Wire<Stripe.Subscription>;

type TrialSettingsParams = Wire<Stripe.SubscriptionCreateParams>['trial_settings'];

/** What tells one new subscription from another. */
export interface SubscriptionDraft {
  readonly id: string;
  readonly customer: string;
  readonly items: readonly SubscriptionItem[];
  readonly currency: string;
  readonly status: 'active' | 'incomplete' | 'trialing';
  readonly latestInvoice: string;
  readonly collectionMethod: string;
  readonly daysUntilDue: number | null;
  readonly defaultPaymentMethod: string | null;
  readonly description: string | null;
  /** Ids. */
  readonly discounts: readonly string[];
  readonly metadata: Wire<Stripe.Metadata>;
  readonly paymentSettings: { readonly save_default_payment_method?: string } | undefined;
  readonly trialEnd: number | null;
  readonly trialSettings: TrialSettingsParams;
  /** The clock whose time its customer lives in. */
  readonly testClock: string | null;
  readonly now: number;
}

/** Source: https://docs.stripe.com/api/subscriptions/object */
export function newSubscription(draft: SubscriptionDraft): Subscription {
  const { now, trialEnd } = draft;
  return {
    id: draft.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: trialEnd ?? now,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: now },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: draft.collectionMethod,
    created: now,
    currency: draft.currency,
    customer: draft.customer,
    customer_account: null,
    days_until_due: draft.daysUntilDue,
    default_payment_method: draft.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: draft.description,
    discounts: draft.discounts,
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: innerList(`/v1/subscription_items?subscription=${draft.id}`, draft.items),
    latest_invoice: draft.latestInvoice,
    livemode: false,
    managed_payments: null,
    metadata: draft.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: draft.paymentSettings?.save_default_payment_method ?? 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now,
    status: draft.status,
    test_clock: draft.testClock,
    transfer_data: null,
    trial_end: trialEnd,
    trial_settings: trialSettings(draft.trialSettings),
    trial_start: trialEnd === null ? null : now,
  };
}

/** What happens at the end of a trial without a card, with Stripe's defaults. */
export function trialSettings(params: TrialSettingsParams): NonNullable<Subscription['trial_settings']> {
  const asked = params?.end_behavior;
  return {
    end_behavior: {
      billing_cycle_anchor: asked?.billing_cycle_anchor ?? null,
      missing_payment_method: asked?.missing_payment_method ?? 'create_invoice',
    },
  };
}
