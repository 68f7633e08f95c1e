import type Stripe from 'stripe';
import type { CheckoutRoom } from '../checkout/checkout.room.js';
import type { CheckoutSessionRecord } from '../checkout/checkout-session.record.js';
import type { CustomersRoom } from '../customers/customers.room.js';
import type { CheckoutSessionGateway } from '../stripe/checkout-session.gateway.js';
import { idOf } from '../stripe/reference.js';
import type { MirroredKind } from './mirrored-kind.js';
import { ownersOf } from './owner-of.js';

/** Those that are open at Stripe, and those that are stored as pending; the others do not change any more. */
export function checkoutSessionKind(
  { projection, confirmation }: CheckoutRoom,
  customers: CustomersRoom,
  gateway: CheckoutSessionGateway,
): MirroredKind<Stripe.Checkout.Session, CheckoutSessionRecord> {
  return {
    type: 'checkout.session',
    stored: projection.stored,
    page: (place) => gateway.pageOfOpen(place),
    find: (id) => gateway.find(id),
    expected: async (sessions, stored, adoptable) => {
      const owners = await ownersOf(sessions, customers.projection, adoptable, stored);
      return sessions.map((session, index) => {
        const organizationId = owners[index];
        return organizationId === undefined
          ? { skipped: 'checkout sessions whose customer belongs to no organization' }
          : { state: projection.stateOf(session, organizationId), organizationId };
      });
    },
    organizationOf: (record) => record.organization_id,
    isGone: () => false,
    observe: async (id, _record, origin) => {
      await confirmation.observe(id, origin);
    },
    adopt: async (session) => {
      const organizationId = await customers.service.organizationOf(idOf(session.customer));
      await projection.storeCreated(session, organizationId);
    },
  };
}
