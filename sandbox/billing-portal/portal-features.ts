import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import type { Wire } from '../state/wire.js';

export type PortalFeatures = Wire<Stripe.BillingPortal.Configuration.Features>;
export type FeatureParams = Wire<Stripe.BillingPortal.ConfigurationUpdateParams.Features>;

const REASONS = [
  'too_expensive',
  'missing_features',
  'switched_service',
  'unused',
  'customer_service',
  'too_complex',
  'low_quality',
  'other',
];

/** Nothing is allowed. */
export const NO_FEATURES: PortalFeatures = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: REASONS },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: 'unchanged',
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
};

/** What the default configuration allows, as the Dashboard has it for a new account. */
export const DEFAULT_FEATURES: PortalFeatures = {
  ...NO_FEATURES,
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true, payment_method_configuration: null },
  subscription_cancel: {
    ...NO_FEATURES.subscription_cancel,
    cancellation_reason: { enabled: true, feedback_options: null, options: REASONS },
    enabled: true,
  },
};

/** @throws StripeFailure for what the sandbox's portal page cannot do */
export function changedFeatures(before: PortalFeatures, params: FeatureParams | undefined): PortalFeatures {
  if (params === undefined) return before;
  for (const name of ['customer_update', 'subscription_pause', 'subscription_update'] as const) {
    if (params[name]?.enabled === true) {
      throw invalidRequest(`The sandbox's portal has no ${name}.`, `features[${name}][enabled]`);
    }
  }
  const { subscription_cancel: cancel } = params;
  const reason = cancel?.cancellation_reason;
  const canceling = before.subscription_cancel;
  return {
    ...before,
    invoice_history: params.invoice_history ?? before.invoice_history,
    payment_method_update: {
      ...before.payment_method_update,
      enabled: params.payment_method_update?.enabled ?? before.payment_method_update.enabled,
    },
    subscription_cancel: {
      cancellation_reason: {
        ...canceling.cancellation_reason,
        enabled: reason?.enabled ?? canceling.cancellation_reason.enabled,
        options: reason?.options || canceling.cancellation_reason.options,
      },
      enabled: cancel?.enabled ?? canceling.enabled,
      mode: cancel?.mode ?? canceling.mode,
      proration_behavior: cancel?.proration_behavior ?? canceling.proration_behavior,
    },
  };
}
