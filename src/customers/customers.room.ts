import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { CustomerEdges } from './customer-edges.js';
import { CustomerProjection } from './customer.projection.js';
import { CustomerRecord } from './customer.record.js';
import { CustomerResolver } from './customer.resolver.js';
import { CustomerService } from './customer.service.js';

export interface CustomersRoom extends Room {
  readonly projection: CustomerProjection;
  readonly service: CustomerService;
  readonly edges: CustomerEdges;
}

export function openCustomers({ connection, gateways, observations, intents }: Ground): CustomersRoom {
  const model = modelOn(connection, CustomerRecord);
  const projection = new CustomerProjection(model, observations);
  return {
    projection,
    service: new CustomerService(projection, gateways.customers, intents),
    edges: new CustomerEdges(projection),
    resolvers: [new CustomerResolver(projection)],
    models: [model],
  };
}
