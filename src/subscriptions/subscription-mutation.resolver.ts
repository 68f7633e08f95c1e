import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { askedBy } from '../terms/actor.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { Role, scopeOf } from '../terms/viewer.js';
import type { NewSubscriptionService } from './new-subscription.service.js';
import type { SubscriptionEndService } from './subscription-end.service.js';
import {
  CancelSubscriptionInput,
  CreateSubscriptionInput,
  ResumeSubscriptionInput,
} from './subscription-mutation.input.js';
import {
  CancelSubscriptionPayload,
  CreateSubscriptionPayload,
  ResumeSubscriptionPayload,
} from './subscription-mutation.payload.js';
import { toSubscription } from './subscription.type.js';

@Resolver()
export class SubscriptionMutationResolver {
  constructor(
    private readonly beginnings: NewSubscriptionService,
    private readonly ends: SubscriptionEndService,
  ) {}

  @Authorized(Role.ADMIN)
  @Mutation(() => CreateSubscriptionPayload, {
    description: 'Subscribes an organization directly, without a checkout. [admin]',
  })
  createSubscription(
    @Arg('input', () => CreateSubscriptionInput) input: CreateSubscriptionInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CreateSubscriptionPayload> {
    return settle(CreateSubscriptionPayload, input, async () => {
      const { idempotencyKey, ...wishes } = input;
      const { record, clientSecret } = await this.beginnings.create(wishes, idempotencyKey, askedBy(viewer));
      return { subscription: toSubscription(record), clientSecret };
    });
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => CancelSubscriptionPayload, {
    description: "Ends a subscription at the period's end, or now. [member]",
  })
  cancelSubscription(
    @Arg('input', () => CancelSubscriptionInput) input: CancelSubscriptionInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CancelSubscriptionPayload> {
    return settle(CancelSubscriptionPayload, input, async () => {
      const cancellation = { ...input, reason: input.reason || null };
      const record = await this.ends.cancel(scopeOf(viewer), cancellation, askedBy(viewer));
      return { subscription: toSubscription(record) };
    });
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => ResumeSubscriptionPayload, {
    description: 'Takes back a cancellation that has not taken effect, or lets a paused subscription go on. [member]',
  })
  resumeSubscription(
    @Arg('input', () => ResumeSubscriptionInput) input: ResumeSubscriptionInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<ResumeSubscriptionPayload> {
    return settle(ResumeSubscriptionPayload, input, async () => ({
      subscription: toSubscription(await this.ends.resume(scopeOf(viewer), input.id, askedBy(viewer))),
    }));
  }
}
