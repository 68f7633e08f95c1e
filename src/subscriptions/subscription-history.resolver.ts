import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../terms/request-context.js';
import { historyOf } from './state-change.js';
import { StateChange, toStateChange } from './state-change.type.js';
import { type SubscriptionHistory, changeKey } from './subscription-history.js';
import { BillingSubscription } from './subscription.type.js';

@Resolver(() => BillingSubscription)
export class SubscriptionHistoryResolver {
  constructor(private readonly history: SubscriptionHistory) {}

  @Extensions({ countedRows: 20 })
  @FieldResolver(() => [StateChange], {
    name: 'history',
    description: 'Oldest first; replaying it gives the stored state. Counts as 20 rows of cost.',
  })
  async changes(
    @Root() { id, lastChange }: BillingSubscription,
    @Ctx() { viewer, loaders }: RequestContext,
  ): Promise<StateChange[]> {
    if (!lastChange) return [];
    const kept = await loaders.load(this.history.changesBefore, changeKey(id, lastChange));
    return historyOf(lastChange, kept ?? []).map((change) => toStateChange(change, viewer));
  }
}
