import type { Model } from 'mongoose';
import { DeliveryLog } from '../../src/webhooks/delivery-log.js';
import type { WebhookEventRecord } from '../../src/webhooks/webhook-event.record.js';
import { type InboxOptions, WebhookInbox } from '../../src/webhooks/webhook-inbox.js';

const OPTIONS: InboxOptions = {
  leaseMs: 1000,
  largestGroup: 100,
  mostWaiting: 1000,
  storeTimeoutMs: 5000,
  rushFrom: 100_000,
  mostLogged: 1000,
};

/** An inbox without a worker, over the events of an engine's database. */
export function inboxOver(events: Model<WebhookEventRecord>, options: Partial<InboxOptions>): WebhookInbox {
  const all = { ...OPTIONS, ...options };
  const rethrow = (error: unknown) => {
    throw error;
  };
  return new WebhookInbox(events, new DeliveryLog(events.db, all), all, rethrow);
}
