import type {
  InvoiceStatus,
  SubscriptionStatus,
  WebhookEventStatus,
  WebhookFailureClass,
} from '../generated/operations';

export type Tone = 'good' | 'warn' | 'bad' | 'calm';

export interface StatusWord {
  readonly label: string;
  readonly tone: Tone;
}

export const SUBSCRIPTION_STATUS: Readonly<Record<SubscriptionStatus, StatusWord>> = {
  ACTIVE: { label: 'Active', tone: 'good' },
  TRIALING: { label: 'Trial', tone: 'good' },
  PAST_DUE: { label: 'Past due', tone: 'warn' },
  UNPAID: { label: 'Unpaid', tone: 'bad' },
  INCOMPLETE: { label: 'Incomplete', tone: 'warn' },
  INCOMPLETE_EXPIRED: { label: 'Expired', tone: 'calm' },
  PAUSED: { label: 'Paused', tone: 'calm' },
  CANCELED: { label: 'Canceled', tone: 'calm' },
  UNKNOWN: { label: 'Unknown', tone: 'calm' },
};

export const INVOICE_STATUS: Readonly<Record<InvoiceStatus, StatusWord>> = {
  DRAFT: { label: 'Draft', tone: 'calm' },
  OPEN: { label: 'Open', tone: 'warn' },
  PAID: { label: 'Paid', tone: 'good' },
  UNCOLLECTIBLE: { label: 'Uncollectible', tone: 'bad' },
  VOID: { label: 'Void', tone: 'calm' },
  UNKNOWN: { label: 'Unknown', tone: 'calm' },
};

export const EVENT_STATUS: Readonly<Record<WebhookEventStatus, StatusWord>> = {
  RECEIVED: { label: 'Waiting', tone: 'warn' },
  PROCESSING: { label: 'Processing', tone: 'warn' },
  PROCESSED: { label: 'Processed', tone: 'good' },
  FAILED: { label: 'Failed', tone: 'bad' },
  IGNORED: { label: 'Ignored', tone: 'calm' },
};

/** What is to be done about a failure, by its class. */
export const FAILURE: Readonly<Record<WebhookFailureClass, { readonly label: string; readonly advice: string }>> = {
  CUSTOMER_UNKNOWN: {
    label: 'Customer unknown',
    advice: 'No organization is known for its customer. Set organization_id on the customer at Stripe, then retry.',
  },
  STRIPE_UNAVAILABLE: { label: 'Stripe unavailable', advice: 'Stripe did not answer. It passes; retry.' },
  DATABASE_UNAVAILABLE: { label: 'Database unavailable', advice: 'MongoDB did not answer. It passes; retry.' },
  BAD_DATA: {
    label: 'Bad data',
    advice: 'It is about nothing that Stripe knows. The key or the endpoint may be another account’s.',
  },
  OWN_HANDLER: {
    label: 'Own handler',
    advice: 'A handler of the program that hosts the engine failed. Mend what it says, then retry.',
  },
  BUG: { label: 'Engine fault', advice: 'A fault of the engine: report it, and retry after the next release.' },
};
