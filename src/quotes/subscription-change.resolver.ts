import { Arg, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { SubscriptionChangeService } from '../subscriptions/subscription-change.service.js';
import { ChangeSubscriptionInput } from '../subscriptions/subscription-mutation.input.js';
import { ChangeSubscriptionPayload } from '../subscriptions/subscription-mutation.payload.js';
import { toSubscription } from '../subscriptions/subscription.type.js';
import { askedBy } from '../terms/actor.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { Role, scopeOf } from '../terms/viewer.js';
import { SubscriptionChangePreviewPayload, toPreviewPayload } from './change-preview.payload.js';
import type { ChangePreviewService } from './change-preview.service.js';
import type { QuotedChangeService } from './quoted-change.service.js';

@Resolver()
export class SubscriptionChangeResolver {
  constructor(
    private readonly previews: ChangePreviewService,
    private readonly changes: SubscriptionChangeService,
    private readonly quoted: QuotedChangeService,
  ) {}

  @Authorized(Role.MEMBER)
  @Query(() => SubscriptionChangePreviewPayload, {
    description:
      'What changeSubscription would cost with this input, by a quote that can be held to: nothing is changed. [member]',
  })
  subscriptionChangePreview(
    @Arg('input', () => ChangeSubscriptionInput) input: ChangeSubscriptionInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<SubscriptionChangePreviewPayload> {
    return settle(SubscriptionChangePreviewPayload, input, async () =>
      toPreviewPayload(await this.previews.preview(scopeOf(viewer), input)),
    );
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => ChangeSubscriptionPayload, {
    description:
      'Moves to another plan, interval or quantity; with a quoteId at the amounts that were previewed or not at all. When ' +
      'a payment is due at once and fails, nothing changes. [member]',
  })
  changeSubscription(
    @Arg('input', () => ChangeSubscriptionInput) input: ChangeSubscriptionInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<ChangeSubscriptionPayload> {
    return settle(ChangeSubscriptionPayload, input, async () => {
      const { quoteId, ...request } = input;
      const [scope, origin] = [scopeOf(viewer), askedBy(viewer)];
      const record =
        typeof quoteId === 'string'
          ? await this.quoted.change(scope, { ...request, quoteId }, origin)
          : await this.changes.change(scope, request, origin);
      return { subscription: toSubscription(record) };
    });
  }
}
