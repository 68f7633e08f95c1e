import type { CustomersRoom } from '../customers/customers.room.js';
import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import type { SubscriptionsRoom } from '../subscriptions/subscriptions.room.js';
import { InvoicePayloads } from './invoice-payloads.js';
import { InvoiceProjection } from './invoice.projection.js';
import { InvoiceRecord } from './invoice.record.js';
import { InvoiceResolver } from './invoice.resolver.js';
import { InvoiceService } from './invoice.service.js';

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
