import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { CustomerErasure } from './customer-erasure.js';
import { CustomerEdges } from './customer-edges.js';
import { CustomerProjection } from './customer.projection.js';
import { CustomerRecord } from './customer.record.js';
import { CustomerResolver } from './customer.resolver.js';
import { CustomerService } from './customer.service.js';
import { DeletedCustomerRecord } from './deleted-customer.record.js';
import { PortalResolver } from './portal.resolver.js';
import { PortalService } from './portal.service.js';

export interface CustomersRoom extends Room {
  readonly projection: CustomerProjection;
  readonly service: CustomerService;
  readonly edges: CustomerEdges;
  readonly erasure: CustomerErasure;
}

export function openCustomers({ connection, gateways, observations, intents, settings }: Ground): CustomersRoom {
  const model = modelOn(connection, CustomerRecord);
  const deletedModel = modelOn(connection, DeletedCustomerRecord);
  const projection = new CustomerProjection(model, deletedModel, observations);
  const erasure = new CustomerErasure(projection, intents);
  const service = new CustomerService(projection, gateways.customers, intents, erasure);
  const portal = new PortalService(projection, service, gateways.portalSessions, settings.baseUrl);
  return {
    projection,
    service,
    edges: new CustomerEdges(projection),
    erasure,
    resolvers: [new CustomerResolver(projection, service), new PortalResolver(portal)],
    models: [model, deletedModel],
  };
}
