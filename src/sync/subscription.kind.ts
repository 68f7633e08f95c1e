import type Stripe from 'stripe';
import type { CatalogRoom } from '../catalog/catalog.room.js';
import type { CustomersRoom } from '../customers/customers.room.js';
import { idOf } from '../stripe/reference.js';
import type { SubscriptionGateway } from '../stripe/subscription.gateway.js';
import { licensedItemOf } from '../subscriptions/subscription.projection.js';
import type { SubscriptionRecord } from '../subscriptions/subscription.record.js';
import type { SubscriptionsRoom } from '../subscriptions/subscriptions.room.js';
import type { MirroredKind } from './mirrored-kind.js';
import { ownersOf } from './owner-of.js';

export function subscriptionKind(
  { projection, service }: SubscriptionsRoom,
  customers: CustomersRoom,
  catalog: CatalogRoom,
  gateway: SubscriptionGateway,
): MirroredKind<Stripe.Subscription, SubscriptionRecord> {
  return {
    type: 'subscription',
    stored: projection.stored,
    page: (place) => gateway.page(place),
    find: (id) => gateway.find(id),
    expected: async (subscriptions, stored, adoptable) => {
      const owners = await ownersOf(subscriptions, customers.projection, adoptable, stored);
      const plans = await catalog.plans.list(true);
      const uidOf = new Map(plans.map((plan) => [plan.stripe_product_id, plan.plan_uid]));
      return subscriptions.map((subscription, index) => {
        const organizationId = owners[index];
        if (organizationId === undefined) return { skipped: 'subscriptions whose customer belongs to no organization' };
        const planUid = uidOf.get(idOf(licensedItemOf(subscription)?.price.product) ?? '') ?? null;
        return { state: projection.stateOf(subscription, { organizationId, planUid }), organizationId };
      });
    },
    organizationOf: (record) => record.organization_id,
    isGone: () => false,
    observe: async (id, _record, origin) => {
      await service.observe(id, origin);
    },
    adopt: async (subscription, origin) => {
      await service.created(subscription, origin);
    },
  };
}
