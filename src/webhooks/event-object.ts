import type { WebhookEventRecord } from './webhook-event.record.js';

/** What a stored event is about, as it was right after it: https://docs.stripe.com/api/events/object#event_object-data */
export function objectOf({ event_data }: WebhookEventRecord): Record<string, unknown> | undefined {
  return (event_data?.data as { readonly object?: Record<string, unknown> } | undefined)?.object;
}
