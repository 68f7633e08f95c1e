import type { Eraser } from '../customers/customer-erasure.js';
import type { Ground, Room } from '../ground.js';
import type { DeclaredIndexes } from '../mongo/declared-indexes.js';
import { modelOn } from '../mongo/model.js';
import { type ClaimOptions, WebhookClaims } from './webhook-claims.js';
import { DeliveryLog } from './delivery-log.js';
import { eventErasure } from './event-erasure.js';
import { FailedEventsResolver } from './failed-events.resolver.js';
import type { LoggedDeliveriesParts } from './logged-deliveries.js';
import { MissedEvents } from './missed-events.js';
import {
  WebhookEventChangesResolver,
  webhookEventChanges,
  webhookEventSource,
} from './webhook-event-changes.resolver.js';
import { WebhookEventRecord } from './webhook-event.record.js';
import { WebhookEventResolver } from './webhook-event.resolver.js';
import { type InboxOptions, WebhookInbox } from './webhook-inbox.js';
import { WebhookReplay } from './webhook-replay.js';
import { WebhookRetry } from './webhook-retry.js';

export interface WebhooksRoom extends Room {
  readonly inbox: WebhookInbox;
  readonly claims: WebhookClaims;
  readonly replay: WebhookReplay;
  readonly missedEvents: MissedEvents;
  readonly erase: Eraser;
  readonly declaredIndexes: DeclaredIndexes;
}

export function openWebhooks(
  { connection, changes }: Ground,
  options: InboxOptions & ClaimOptions,
  onLate: LoggedDeliveriesParts['onLate'],
): WebhooksRoom {
  const model = modelOn(connection, WebhookEventRecord);
  const log = new DeliveryLog(connection, options);
  return {
    inbox: new WebhookInbox(model, log, options, onLate),
    claims: new WebhookClaims(model, options),
    // The first attempt has no pause before it.
    replay: new WebhookReplay(model, options.retryDelaysMs.length + 1),
    missedEvents: new MissedEvents(model, log),
    erase: eventErasure(model),
    declaredIndexes: log.declaredIndexes,
    resolvers: [
      new WebhookEventResolver(model, new WebhookRetry(model)),
      new WebhookEventChangesResolver(),
      new FailedEventsResolver(model),
    ],
    models: [model],
    live: { webhookEventChanged: webhookEventChanges(changes.of(webhookEventSource(model))) },
  };
}
