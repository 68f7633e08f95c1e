import type Stripe from 'stripe';
import type { CustomersRoom } from '../customers/customers.room.js';
import type { InvoiceRecord } from '../invoices/invoice.record.js';
import type { InvoicesRoom } from '../invoices/invoices.room.js';
import type { InvoiceGateway } from '../stripe/invoice.gateway.js';
import type { MirroredKind } from './mirrored-kind.js';
import { ownersOf } from './owner-of.js';

export function invoiceKind(
  { projection, service }: InvoicesRoom,
  customers: CustomersRoom,
  gateway: InvoiceGateway,
): MirroredKind<Stripe.Invoice, InvoiceRecord> {
  return {
    type: 'invoice',
    stored: projection.stored,
    page: (place) => gateway.page(place),
    find: (id) => gateway.find(id),
    expected: async (invoices, stored, adoptable) => {
      const owners = await ownersOf(invoices, customers.projection, adoptable, stored);
      return invoices.map((invoice, index) => {
        const organizationId = owners[index];
        return organizationId === undefined
          ? { skipped: 'invoices whose customer belongs to no organization' }
          : { state: projection.stateOf(invoice, { organizationId, deleted: false }), organizationId };
      });
    },
    organizationOf: (record) => record.organization_id,
    isGone: (record) => record.deleted,
    // Of a draft that Stripe has deleted, what it was is known from what is stored.
    observe: async (id, record) => {
      await service.observe((record?.stripe_data ?? { id }) as unknown as Stripe.Invoice);
    },
    adopt: async (invoice) => {
      await service.observeListed(invoice);
    },
  };
}
