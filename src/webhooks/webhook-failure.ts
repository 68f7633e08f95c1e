import mongoose from 'mongoose';
import { CustomerUnknown } from '../customers/customer-unknown.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { UnknownAtStripe } from '../terms/unknown-at-stripe.js';
import { OwnHandlerFailed } from './own-event-handlers.js';

/** Why an event could not be processed, by what is to be done about it. */
export const WEBHOOK_FAILURES = [
  /** No organization is known for its customer: it may become known, or it is another product's. */
  'customer_unknown',
  /** Stripe timed out, limited the request or did not serve it: it passes. */
  'stripe_unavailable',
  /** MongoDB did not do what it was asked: it passes. */
  'database_unavailable',
  /** The event is about nothing that Stripe knows, or lacks what is needed: the keys or the endpoint may be wrong. */
  'bad_data',
  /** A handler of the program that hosts the engine threw, or took too long. */
  'own_handler',
  /** Anything else: a fault of the engine. */
  'bug',
] as const;

export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

/** The event itself cannot be worked off, whoever tries. */
export class UnusableEvent extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableEvent';
  }
}

export function failureOf(error: unknown): WebhookFailure {
  if (error instanceof OwnHandlerFailed) return 'own_handler';
  if (error instanceof CustomerUnknown) return 'customer_unknown';
  if (error instanceof BillingFault) {
    return error.code === BillingErrorCode.STRIPE_UNAVAILABLE ? 'stripe_unavailable' : 'bad_data';
  }
  if (error instanceof mongoose.mongo.MongoError || error instanceof mongoose.Error.MongooseServerSelectionError) {
    return 'database_unavailable';
  }
  return error instanceof UnusableEvent || error instanceof UnknownAtStripe ? 'bad_data' : 'bug';
}
