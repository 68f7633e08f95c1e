import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from 'type-graphql';
import { shownActor } from '../terms/actor.js';
import { ChangeCause } from '../terms/change-origin.js';
import type { Viewer } from '../terms/viewer.js';
import type { FieldChange, StateChangeRecord } from './state-change.record.js';

registerEnumType(ChangeCause, {
  name: 'ChangeCause',
  description: 'What brought a change of the stored state.',
  valuesConfig: {
    WEBHOOK: { description: 'An event of Stripe; `eventId` says which.' },
    MUTATION: { description: 'A mutation; without `actor` it is what the mutation found changed already.' },
    CONFIRMATION: { description: 'confirmCheckout, before the webhook came.' },
    SYNC: { description: 'A read of all that Stripe has, or a migration of the database: `actor` says which.' },
    REPAIR: { description: 'The repair of what differed from Stripe.' },
  },
});

@ObjectType({ description: 'A change of what is stored of a subscription.' })
export class StateChange {
  @Field(() => GraphQLISODateTime)
  readonly at!: Date;

  @Field(() => ChangeCause)
  readonly cause!: ChangeCause;

  @Field(() => ID, { nullable: true, description: "Stripe's id of the event that told of it: evt_…" })
  readonly eventId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Who asked: the e-mail address or else the organization of a member, `admin`, or a command of the engine. ' +
      'Only admins see which admin it was: `admin:<e-mail>`.',
  })
  readonly actor!: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'The changed fields as they were, by their names in the database, `stripe_data.<key>` for those of the object ' +
      'as Stripe shows it. Fields that were not there are left out. Null for the first change.',
  })
  readonly before!: Record<string, unknown> | null;

  @Field(() => GraphQLJSONObject, {
    description: 'The same fields as they are from then on. Those that are only in `before` are gone.',
  })
  readonly after!: Record<string, unknown>;
}

export function toStateChange(record: StateChangeRecord, viewer: Viewer): StateChange {
  return Object.assign(new StateChange(), {
    at: record.at,
    cause: record.cause,
    eventId: record.event_id ?? null,
    actor: record.actor === undefined ? null : shownActor(record.actor, viewer),
    before: record.number === 1 ? null : byPath(record.fields, 'before'),
    after: byPath(record.fields, 'after'),
  });
}

function byPath(fields: readonly FieldChange[], side: 'before' | 'after'): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap((field) => (side in field ? [[field.path, toJson(field[side])]] : [])));
}

/** Instants are fields by themselves; what is inside of others came as JSON. */
function toJson(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
