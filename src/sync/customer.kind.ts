import type Stripe from 'stripe';
import type { CustomersRoom } from '../customers/customers.room.js';
import type { CustomerRecord } from '../customers/customer.record.js';
import type { CustomerGateway } from '../stripe/customer.gateway.js';
import type { Expected, MirroredKind } from './mirrored-kind.js';

/** A customer belongs to the organization that its metadata names; where they name none, it stays where it is stored. */
export function customerKind(
  { projection, service }: CustomersRoom,
  gateway: CustomerGateway,
): MirroredKind<Stripe.Customer, CustomerRecord> {
  /** The customers that the organizations of these have here. */
  const holders = async (customers: readonly Stripe.Customer[]) => {
    const organizations = customers.map(({ metadata }) => metadata.organization_id ?? '').filter((id) => id !== '');
    const rows = await projection.stored.find({ organization_id: { $in: organizations } });
    return new Map(rows.map((row) => [row.organization_id, row.stripe_customer_id]));
  };
  return {
    type: 'customer',
    stored: projection.stored,
    page: (place) => gateway.page(place),
    find: async (id) => {
      const customer = await gateway.find(id);
      return customer && !customer.deleted ? customer : null;
    },
    expected: async (customers, stored) => {
      const holderOf = await holders(customers.filter(({ id }) => !stored.has(id)));
      return customers.map((customer): Expected<CustomerRecord> => {
        const organizationId = customer.metadata.organization_id || stored.get(customer.id)?.organization_id;
        if (!organizationId) return { skipped: 'customers without organization_id in their metadata' };
        if (holderOf.has(organizationId) && !stored.has(customer.id)) {
          return { skipped: 'customers whose organization has another customer' };
        }
        return { state: projection.stateOf(customer, organizationId), organizationId };
      });
    },
    organizationOf: (record) => record.organization_id,
    isGone: () => false,
    observe: async (id) => {
      await service.observe(id, 'as Stripe says');
    },
    adopt: async (customer) => {
      await service.adopt(customer);
    },
  };
}
