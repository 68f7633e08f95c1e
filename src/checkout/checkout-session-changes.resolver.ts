import { Arg, Authorized, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { ChangeFeed } from '../mongo/change-feed.js';
import type { LiveSource } from '../terms/live-source.js';
import { AFTER_DESCRIPTION, fromLiveSource } from '../terms/live-subscription.js';
import { Role } from '../terms/viewer.js';
import type { CheckoutSessionRecord } from './checkout-session.record.js';
import { CheckoutSession, toCheckoutSession } from './checkout-session.type.js';

@Resolver(() => CheckoutSession)
export class CheckoutSessionChangesResolver {
  @Authorized(Role.MEMBER)
  @Subscription(() => CheckoutSession, {
    subscribe: fromLiveSource,
    description: 'Each change of one session, so that a success page need not ask again and again. [member]',
  })
  checkoutSessionChanged(
    @Root() record: CheckoutSessionRecord,
    @Arg('sessionId', () => ID) _sessionId: string,
    @Arg('after', () => String, { nullable: true, description: AFTER_DESCRIPTION }) _after: string | null,
  ): CheckoutSession {
    return toCheckoutSession(record);
  }
}

export function checkoutSessionChanges(feed: ChangeFeed<CheckoutSessionRecord>): LiveSource {
  return ({ sessionId }, { scope, after, signal }) => feed.follow({ scope, topic: String(sessionId), after, signal });
}
