import type { CustomersRoom } from '../customers/customers.room.js';
import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { unsetFields } from '../mongo/unset-fields.js';
import { personalPathsIn } from '../stripe/personal-data.js';
import type { SubscriptionsRoom } from '../subscriptions/subscriptions.room.js';
import { InvoicePayloads } from './invoice-payloads.js';
import { InvoiceProjection } from './invoice.projection.js';
import { InvoiceRecord } from './invoice.record.js';
import { InvoiceResolver } from './invoice.resolver.js';
import { InvoiceService } from './invoice.service.js';

/** Of what a version stored that kept all that Stripe sent. */
const PERSONAL = personalPathsIn('stripe_data');

export interface InvoicesRoom extends Room {
  readonly service: InvoiceService;
  readonly payloads: InvoicePayloads;
  readonly projection: InvoiceProjection;
}

interface LowerRooms {
  readonly customers: CustomersRoom;
  readonly subscriptions: SubscriptionsRoom;
}

export function openInvoices(
  { connection, gateways, observations }: Ground,
  { customers, subscriptions }: LowerRooms,
): InvoicesRoom {
  const model = modelOn(connection, InvoiceRecord);
  customers.erasure.add(({ organizationId }) =>
    unsetFields(model, { organization_id: { $eq: organizationId } }, PERSONAL),
  );
  const projection = new InvoiceProjection(model, observations);
  const service = new InvoiceService(projection, gateways.invoices, customers.service, subscriptions.projection);
  return {
    service,
    payloads: new InvoicePayloads(projection),
    projection,
    resolvers: [new InvoiceResolver(projection, service, subscriptions.projection)],
    models: [model],
  };
}
