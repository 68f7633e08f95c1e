import { Arg, Authorized, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { ChangeFeed } from '../mongo/change-feed.js';
import { EVERYTHING } from '../mongo/change-source.js';
import type { LiveSource } from '../terms/live-source.js';
import { AFTER_DESCRIPTION, fromLiveSource } from '../terms/live-subscription.js';
import { Role } from '../terms/viewer.js';
import type { SubscriptionRecord } from './subscription.record.js';
import { BillingSubscription, toSubscription } from './subscription.type.js';

@Resolver(() => BillingSubscription)
export class SubscriptionChangesResolver {
  @Authorized(Role.MEMBER)
  @Subscription(() => BillingSubscription, {
    subscribe: fromLiveSource,
    description: 'Each change of a subscription of the organization; of all for an admin who names none. [member]',
  })
  subscriptionChanged(
    @Root() record: SubscriptionRecord,
    @Arg('organizationId', () => ID, { nullable: true }) _organizationId: string | null,
    @Arg('after', () => String, { nullable: true, description: AFTER_DESCRIPTION }) _after: string | null,
  ): BillingSubscription {
    return toSubscription(record);
  }
}

export function subscriptionChanges(feed: ChangeFeed<SubscriptionRecord>): LiveSource {
  return ({ organizationId }, { scope, after, signal }) => {
    const own = scope.kind === 'organization' ? scope.organizationId : EVERYTHING;
    return feed.follow({ scope, topic: typeof organizationId === 'string' ? organizationId : own, after, signal });
  };
}
