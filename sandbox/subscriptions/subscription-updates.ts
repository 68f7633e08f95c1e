import type Stripe from 'stripe';
import type { SubscriptionDiscounts } from '../discounts/subscription-discounts.js';
import { invalidRequest } from '../http/failures.js';
import { innerList } from '../http/list-page.js';
import { refuseUnsupported } from '../http/unsupported.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import type { Wire } from '../state/wire.js';
import { cancellationDetails } from './cancellation-details.js';
import { type Subscription, trialSettings } from './new-subscription.js';
import { checkTogether, newItem, planOf, type SubscriptionItem } from './subscription-item.js';
import type { SubscriptionOrders } from './subscription-orders.js';
import { checkNotEnded, type Subscriptions } from './subscriptions.js';

export type SubscriptionUpdateParams = Wire<Stripe.SubscriptionUpdateParams>;
type ItemParams = NonNullable<SubscriptionUpdateParams['items']>[number];

const NOT_CARRIED_OUT = [
  'add_invoice_items',
  'billing_cycle_anchor',
  'billing_schedules',
  'default_source',
  'pause_collection',
  'pending_invoice_item_interval',
  'transfer_data',
  'trial_end',
];

/** Changes of subscriptions, without proration. Source: https://docs.stripe.com/api/subscriptions/update */
export class SubscriptionUpdates {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly orders: SubscriptionOrders,
    private readonly discounts: SubscriptionDiscounts,
    private readonly clock: Clock,
  ) {}

  update(id: string, params: SubscriptionUpdateParams): Subscription {
    const before = this.subscriptions.require(id);
    refuseUnsupported(params, NOT_CARRIED_OUT);
    const { metadata, cancellation_details: _details, expand: _expand, ...others } = params;
    if (Object.keys(others).length > 0) checkNotEnded(before);
    return this.subscriptions.put(before, {
      metadata: mergedMetadata(before.metadata, metadata),
      default_payment_method: params.default_payment_method ?? before.default_payment_method,
      description: params.description === undefined ? before.description : params.description || null,
      discounts: this.discounts.changed(before, params.discounts),
      days_until_due: params.days_until_due ?? before.days_until_due,
      collection_method: params.collection_method ?? before.collection_method,
      trial_settings:
        params.trial_settings === undefined ? before.trial_settings : trialSettings(params.trial_settings),
      ...(params.items === undefined ? {} : { items: this.#items(before, params.items) }),
      ...this.#cancellation(before, params),
    });
  }

  #items(before: Subscription, changes: readonly ItemParams[]): Subscription['items'] {
    const items = new Map(before.items.data.map((item) => [item.id, item]));
    for (const [index, change] of changes.entries()) {
      if (change.id === undefined) {
        const added = newItem(
          this.orders.item(change as Parameters<SubscriptionOrders['item']>[0], index),
          before.id,
          this.clock.now(),
          null,
        );
        const [first] = before.items.data;
        items.set(added.id, { ...added, current_period_end: first?.current_period_end ?? added.current_period_end });
        continue;
      }
      const item = items.get(change.id);
      if (item === undefined)
        throw invalidRequest(`No such subscription item: '${change.id}'`, `items[${index}][id]`, 'resource_missing');
      if (change.deleted === true) items.delete(item.id);
      else items.set(item.id, this.#changed(item, change, index));
    }
    const left = [...items.values()];
    if (left.length === 0) {
      throw invalidRequest(
        'A subscription must have at least one active plan. To cancel a subscription, please use the cancel API endpoint.',
        'items',
      );
    }
    checkTogether(left.map((item) => item.price));
    return innerList(before.items.url, left);
  }

  #changed(item: SubscriptionItem, change: ItemParams, index: number): SubscriptionItem {
    const isPriced = change.price !== undefined || change.price_data !== undefined || change.plan !== undefined;
    const { id: _id, deleted: _deleted, metadata, ...params } = change;
    const order = this.orders.item(
      (isPriced ? params : { price: item.price.id, ...params }) as Parameters<SubscriptionOrders['item']>[0],
      index,
    );
    const quantity = order.quantity === undefined ? undefined : (change.quantity ?? item.quantity ?? 1);
    const { quantity: _quantity, ...rest } = item;
    return {
      ...rest,
      metadata: mergedMetadata(item.metadata, metadata),
      plan: planOf(order.price),
      price: order.price,
      ...(quantity === undefined ? {} : { quantity }),
    };
  }

  /** What the update says about an end to come; an end is a moment at once, which later changes do not move. */
  #cancellation(before: Subscription, params: SubscriptionUpdateParams): Partial<Subscription> {
    const { cancel_at: at, cancel_at_period_end: atPeriodEnd, cancellation_details: details } = params;
    const said = cancellationDetails(before, details);
    if (at === undefined && atPeriodEnd === undefined) return { cancellation_details: said };
    if (at !== undefined && atPeriodEnd !== undefined) {
      throw invalidRequest(
        'You may only specify one of these parameters: cancel_at, cancel_at_period_end.',
        'cancel_at',
      );
    }
    const ends = before.items.data.map((item) => item.current_period_end);
    const moment =
      atPeriodEnd === true || at === 'min_period_end'
        ? Math.min(...ends)
        : at === 'max_period_end'
          ? Math.max(...ends)
          : at;
    if (typeof moment !== 'number') {
      return {
        cancel_at: null,
        cancel_at_period_end: false,
        canceled_at: null,
        cancellation_details: { ...said, reason: null },
      };
    }
    if (moment <= this.clock.now()) throw invalidRequest('cancel_at must be in the future.', 'cancel_at');
    return {
      cancel_at: moment,
      cancel_at_period_end: atPeriodEnd === true,
      canceled_at: this.clock.now(),
      cancellation_details: { ...said, reason: 'cancellation_requested' },
    };
  }
}
