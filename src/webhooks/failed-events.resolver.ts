import type { Model } from 'mongoose';
import { FieldResolver, Int, Resolver } from 'type-graphql';
import { RevenueMetrics } from '../metrics/revenue-metrics.type.js';
import type { WebhookEventRecord } from './webhook-event.record.js';

@Resolver(() => RevenueMetrics)
export class FailedEventsResolver {
  constructor(private readonly events: Model<WebhookEventRecord>) {}

  @FieldResolver(() => Int, {
    description: 'Events that wait for an operator’s retry now, whatever the instant: what they tell may be missing.',
  })
  failedWebhookEvents(): Promise<number> {
    return this.events.countDocuments({ status: 'failed' }).exec();
  }
}
