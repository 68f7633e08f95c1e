import type { RequestLoaders } from '../terms/request-context.js';
import type { CustomerProjection } from './customer.projection.js';
import { type Customer, toCustomer } from './customer.type.js';

/** Follows ids to customers, in one read for all that a request asks for. */
export class CustomerEdges {
  constructor(private readonly customers: CustomerProjection) {}

  async customer(loaders: RequestLoaders, id: string): Promise<Customer | null> {
    const record = await loaders.load(this.customers.customersById, id);
    return record && toCustomer(record);
  }
}
