import type { Model } from 'mongoose';
import { Arg, Authorized, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { readPage } from '../mongo/keyset-page.js';
import { toPageRequest } from '../terms/page.js';
import { settle } from '../terms/settle.js';
import { Role } from '../terms/viewer.js';
import { RetryFailedWebhookEventsInput, RetryWebhookEventInput } from './retry-webhook-event.input.js';
import { RetryFailedWebhookEventsPayload, RetryWebhookEventPayload } from './retry-webhook-event.payload.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import type { WebhookRetry } from './webhook-retry.js';
import { WebhookEvent, WebhookEventConnection, toWebhookEvent } from './webhook-event.type.js';
import { WebhookEventFilter, toQuery } from './webhook-event-filter.input.js';

/** The inbox as admins see it; events belong to no organization until they are processed. */
@Resolver(() => WebhookEvent)
export class WebhookEventResolver {
  constructor(
    private readonly events: Model<WebhookEventRecord>,
    private readonly retries: WebhookRetry,
  ) {}

  @Authorized(Role.ADMIN)
  @Query(() => WebhookEvent, { nullable: true, description: "By Stripe's id. [admin]" })
  async webhookEvent(@Arg('id', () => ID) id: string): Promise<WebhookEvent | null> {
    const record = await this.events.findOne({ event_id: { $eq: id } }).lean<WebhookEventRecord | null>();
    return record && toWebhookEvent(record);
  }

  @Authorized(Role.ADMIN)
  @Query(() => WebhookEventConnection, { name: 'webhookEvents', description: 'Newest first. [admin]' })
  async list(
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => WebhookEventFilter, { nullable: true }) filter: WebhookEventFilter | null,
  ): Promise<WebhookEventConnection> {
    const request = toPageRequest({ first, after }, 'created_at');
    return new WebhookEventConnection(await readPage(this.events, toQuery(filter ?? {}), request, 'event_id'));
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => RetryWebhookEventPayload, {
    description: 'Processes an event again, with all its attempts anew; one that was processed too. [admin]',
  })
  retryWebhookEvent(
    @Arg('input', () => RetryWebhookEventInput) input: RetryWebhookEventInput,
  ): Promise<RetryWebhookEventPayload> {
    return settle(RetryWebhookEventPayload, input, async () => ({
      webhookEvent: toWebhookEvent(await this.retries.retry(input.id)),
    }));
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => RetryFailedWebhookEventsPayload, {
    description: 'Processes failed events again, the oldest first. [admin]',
  })
  retryFailedWebhookEvents(
    @Arg('input', () => RetryFailedWebhookEventsInput) input: RetryFailedWebhookEventsInput,
  ): Promise<RetryFailedWebhookEventsPayload> {
    return settle(RetryFailedWebhookEventsPayload, input, async () => ({
      retriedCount: await this.retries.retryFailed(input, input.limit),
    }));
  }
}
