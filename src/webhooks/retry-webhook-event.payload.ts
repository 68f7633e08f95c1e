import { Field, Int, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';
import { WebhookEvent } from './webhook-event.type.js';

@ObjectType()
export class RetryWebhookEventPayload {
  @Field(() => WebhookEvent, { nullable: true, description: 'As it waits for the attempt.' })
  readonly webhookEvent?: WebhookEvent | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class RetryFailedWebhookEventsPayload {
  @Field(() => Int, { description: 'How many are tried again; call once more while it equals the limit.' })
  readonly retriedCount: number = 0;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
