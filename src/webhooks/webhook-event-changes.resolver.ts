import type { Model } from 'mongoose';
import { Arg, Authorized, Resolver, Root, Subscription } from 'type-graphql';
import type { ChangeFeed } from '../mongo/change-feed.js';
import { type ChangeSource, EVERYTHING } from '../mongo/change-source.js';
import type { LiveSource } from '../terms/live-source.js';
import { AFTER_DESCRIPTION, fromLiveSource } from '../terms/live-subscription.js';
import { Role } from '../terms/viewer.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import { WebhookEvent, toWebhookEvent } from './webhook-event.type.js';

@Resolver(() => WebhookEvent)
export class WebhookEventChangesResolver {
  @Authorized(Role.ADMIN)
  @Subscription(() => WebhookEvent, {
    subscribe: fromLiveSource,
    description: 'Each event of the inbox as it arrives, is processed or fails. [admin]',
  })
  webhookEventChanged(
    @Root() record: WebhookEventRecord,
    @Arg('after', () => String, { nullable: true, description: AFTER_DESCRIPTION }) _after: string | null,
  ): WebhookEvent {
    return toWebhookEvent(record);
  }
}

export function webhookEventChanges(feed: ChangeFeed<WebhookEventRecord>): LiveSource {
  return (_args, { scope, after, signal }) => feed.follow({ scope, topic: EVERYTHING, after, signal });
}

/** Events belong to no organization. How long a claim lasts, and when an event is removed, is nobody's news. */
export function webhookEventSource(model: Model<WebhookEventRecord>): ChangeSource<WebhookEventRecord> {
  return {
    model,
    bookkeeping: ['claim_id', 'next_attempt_at', 'expires_at'],
    topicsOf: () => [],
    isFor: ({ kind }) => kind === 'every-organization',
    read: ({ kind }, keys) =>
      kind === 'every-organization'
        ? model.find({ _id: { $in: [...keys] } }).lean<(WebhookEventRecord & { readonly _id: unknown })[]>()
        : Promise.resolve([]),
  };
}
