import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import type { Wire } from '../state/wire.js';
import type { Subscription } from './new-subscription.js';
import {
  checkTogether,
  isMetered,
  type ItemOrder,
  newItem,
  periodOf,
  planOf,
  type SubscriptionItem,
} from './subscription-item.js';
import { quantityOnMetered, type SubscriptionOrders } from './subscription-orders.js';

export type ItemParams = NonNullable<Wire<Stripe.SubscriptionUpdateParams>['items']>[number];
type OrderParams = Parameters<SubscriptionOrders['item']>[0];

/** Reads changes of a subscription's items: what is not named stays, and so does what a named item says nothing of. */
export class ItemChanges {
  constructor(
    private readonly orders: SubscriptionOrders,
    private readonly clock: Clock,
  ) {}

  /** @throws StripeFailure for unknown items, for prices that cannot stand together, and when none is left */
  read(before: Subscription, changes: readonly ItemParams[]): readonly SubscriptionItem[] {
    const items = new Map(before.items.data.map((item) => [item.id, item]));
    for (const [index, change] of changes.entries()) {
      const item = change.id === undefined ? this.#added(before, change, index) : items.get(change.id);
      if (item === undefined) {
        throw invalidRequest(`No such subscription item: '${change.id}'`, `items[${index}][id]`, 'resource_missing');
      }
      if (change.deleted === true) items.delete(item.id);
      else items.set(item.id, change.id === undefined ? item : this.#changed(item, change, index));
    }
    const left = [...items.values()];
    if (left.length === 0) {
      throw invalidRequest(
        'A subscription must have at least one active plan. To cancel a subscription, please use the cancel API endpoint.',
        'items',
      );
    }
    checkTogether(left.map((item) => item.price));
    return left;
  }

  #added(before: Subscription, change: ItemParams, index: number): SubscriptionItem {
    const now = this.clock.now();
    const [period] = before.items.data.map(periodOf);
    return newItem(this.orders.item(change as OrderParams, index), before.id, now, period ?? { start: now, end: now });
  }

  #changed(item: SubscriptionItem, change: ItemParams, index: number): SubscriptionItem {
    const { price, quantity } = this.#orderOf(item, change, index);
    const { quantity: _quantity, ...rest } = item;
    return {
      ...rest,
      metadata: mergedMetadata(item.metadata, change.metadata),
      plan: planOf(price),
      price,
      ...(quantity === undefined ? {} : { quantity }),
    };
  }

  /** A price that the item has already may go on although it is no longer for sale. */
  #orderOf(item: SubscriptionItem, change: ItemParams, index: number): ItemOrder {
    const { id: _id, deleted: _deleted, metadata: _metadata, ...params } = change;
    const asked = change.price ?? change.plan ?? item.price.id;
    if (change.price_data === undefined && asked === item.price.id) {
      if (isMetered(item) && change.quantity !== undefined) throw quantityOnMetered(`items[${index}]`);
      return { price: item.price, quantity: isMetered(item) ? undefined : (change.quantity ?? item.quantity) };
    }
    const order = this.orders.item(params as OrderParams, index);
    return { ...order, quantity: order.quantity === undefined ? undefined : (change.quantity ?? item.quantity ?? 1) };
  }
}
