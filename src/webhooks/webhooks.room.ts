import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { MissedEvents } from './missed-events.js';
import { WebhookEventRecord } from './webhook-event.record.js';
import { WebhookEventResolver } from './webhook-event.resolver.js';
import { type InboxOptions, WebhookInbox } from './webhook-inbox.js';
import { WebhookRetry } from './webhook-retry.js';

export interface WebhooksRoom extends Room {
  readonly inbox: WebhookInbox;
  readonly missedEvents: MissedEvents;
}

export function openWebhooks({ connection }: Ground, options: InboxOptions): WebhooksRoom {
  const model = modelOn(connection, WebhookEventRecord);
  return {
    inbox: new WebhookInbox(model, options),
    missedEvents: new MissedEvents(model),
    resolvers: [new WebhookEventResolver(model, new WebhookRetry(model))],
    models: [model],
  };
}
