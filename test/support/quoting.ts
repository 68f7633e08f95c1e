import {
  ChangeSubscriptionDocument,
  type ChangeSubscriptionInput,
  SubscriptionChangePreviewDocument,
} from './generated/operations.js';
import type { Asking, RunningEngine } from './running-engine.js';

/** What a change would cost, by whom `asking` is. */
export async function previewBy(asking: Asking, input: ChangeSubscriptionInput) {
  const { data } = await asking(SubscriptionChangePreviewDocument, { input });
  return data.subscriptionChangePreview;
}

export async function changeBy(asking: Asking, input: ChangeSubscriptionInput) {
  const { data } = await asking(ChangeSubscriptionDocument, { input });
  return data.changeSubscription;
}

/** A quote for the change, which has to be possible. */
export async function quoted(asking: Asking, input: ChangeSubscriptionInput) {
  const { quoteId, quoteExpiresAt, amountDueNow, nextInvoiceTotal, lines, errors } = await previewBy(asking, input);
  if (!quoteId || !quoteExpiresAt || !amountDueNow) throw new Error(`No quote: ${JSON.stringify(errors)}`);
  return { quoteId, quoteExpiresAt, amountDueNow, nextInvoiceTotal, lines };
}

/** The newest invoice of a subscription at Stripe. */
export async function newestInvoice({ stripe }: RunningEngine, subscription: string) {
  const { data } = await stripe.invoices.list({ subscription, limit: 1 });
  const [invoice] = data;
  if (!invoice) throw new Error(`${subscription} has no invoice`);
  return invoice;
}
