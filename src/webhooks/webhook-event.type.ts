import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Connection, type Page } from '../terms/page.js';
import type { WebhookEventRecord } from './webhook-event.record.js';

export enum WebhookEventStatus {
  RECEIVED = 'received',
  PROCESSING = 'processing',
  PROCESSED = 'processed',
  FAILED = 'failed',
  IGNORED = 'ignored',
}
registerEnumType(WebhookEventStatus, {
  name: 'WebhookEventStatus',
  valuesConfig: {
    RECEIVED: { description: 'Stored; waits for its first or next attempt.' },
    PROCESSING: { description: 'A worker is at it.' },
    PROCESSED: { description: 'What it tells of is stored.' },
    FAILED: { description: 'No attempt is left; waits for an operator.' },
    IGNORED: { description: 'Nothing is to be done for its type.' },
  },
});

export enum WebhookFailureClass {
  CUSTOMER_UNKNOWN = 'customer_unknown',
  STRIPE_UNAVAILABLE = 'stripe_unavailable',
  DATABASE_UNAVAILABLE = 'database_unavailable',
  BAD_DATA = 'bad_data',
  OWN_HANDLER = 'own_handler',
  BUG = 'bug',
}
registerEnumType(WebhookFailureClass, {
  name: 'WebhookFailureClass',
  valuesConfig: {
    CUSTOMER_UNKNOWN: { description: 'No organization is known for its customer.' },
    STRIPE_UNAVAILABLE: { description: 'Stripe timed out, limited the request or did not serve it.' },
    DATABASE_UNAVAILABLE: { description: 'MongoDB did not do what it was asked.' },
    BAD_DATA: { description: 'It is about nothing that Stripe knows, or lacks what is needed.' },
    OWN_HANDLER: { description: 'A handler of the program that hosts the engine threw, or took too long.' },
    BUG: { description: 'A fault of the engine.' },
  },
});

@ObjectType()
export class WebhookProcessingResult {
  @Field(() => Boolean)
  readonly success!: boolean;

  @Field(() => String, { nullable: true })
  readonly error!: string | null;

  @Field(() => WebhookFailureClass, { nullable: true, description: 'What is to be done about a failure.' })
  readonly failure!: WebhookFailureClass | null;

  @Field(() => ID, { nullable: true })
  readonly subscriptionId!: string | null;

  @Field(() => ID, { nullable: true })
  readonly organizationId!: string | null;
}

@ObjectType({ description: 'An event that Stripe delivered: https://docs.stripe.com/api/events/object' })
export class WebhookEvent {
  @Field(() => ID, { description: "Stripe's id: evt_…" })
  readonly id!: string;

  @Field(() => String)
  readonly type!: string;

  @Field(() => WebhookEventStatus)
  readonly status!: WebhookEventStatus;

  @Field(() => Boolean, { description: 'True when nothing is left to do.' })
  readonly processed!: boolean;

  @Field(() => Int)
  readonly attempts!: number;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly nextAttemptAt!: Date | null;

  @Field(() => WebhookProcessingResult, { nullable: true, description: 'Of the last attempt.' })
  readonly result!: WebhookProcessingResult | null;

  @Field(() => GraphQLJSONObject, {
    description: 'As Stripe sent it, but for client secrets and for what says who the customer is.',
  })
  readonly payload!: Record<string, unknown>;

  @Field(() => GraphQLISODateTime, { description: 'When it reached us.' })
  readonly createdAt!: Date;

  @Field(() => GraphQLISODateTime, { description: 'When it happened at Stripe, to the second.' })
  readonly occurredAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly processedAt!: Date | null;
}

export function toWebhookEvent(record: WebhookEventRecord): WebhookEvent {
  const result = record.processing_result;
  return Object.assign(new WebhookEvent(), {
    id: record.event_id,
    type: record.event_type,
    status: Object.values(WebhookEventStatus).find((known) => known === record.status) ?? WebhookEventStatus.RECEIVED,
    processed: record.processed,
    attempts: record.attempts,
    nextAttemptAt: record.next_attempt_at,
    result: result
      ? Object.assign(new WebhookProcessingResult(), {
          success: result.success,
          error: result.error ?? null,
          failure: Object.values(WebhookFailureClass).find((known) => known === result.failure) ?? null,
          subscriptionId: result.subscription_id ?? null,
          organizationId: result.organization_id ?? null,
        })
      : null,
    payload: record.event_data ?? {},
    createdAt: record.created_at,
    occurredAt: record.occurred_at,
    processedAt: record.processed_at ?? null,
  });
}

@ObjectType()
export class WebhookEventConnection extends Connection<WebhookEventRecord> {
  @Field(() => [WebhookEvent])
  readonly nodes: WebhookEvent[];

  constructor(page: Page<WebhookEventRecord>) {
    super(page);
    this.nodes = page.rows.map(toWebhookEvent);
  }
}
