import { sharedRead } from '../mongo/shared-read.js';
import type { RequestLoaders } from '../terms/request-context.js';
import type { Projection } from '../terms/stored-fields.js';
import type { CustomerProjection } from './customer.projection.js';
import { type Customer, toCustomer } from './customer.type.js';

/** Follows ids to customers, in one read for all that a request asks for. */
export class CustomerEdges {
  readonly #customersById = sharedRead<Customer>(async (scope, ids, projection) =>
    (await this.customers.customersById(scope, ids, projection)).map((record) => record && toCustomer(record)),
  );

  constructor(private readonly customers: CustomerProjection) {}

  /** @param projection what is asked of it, by CUSTOMER_SOURCES */
  customer(loaders: RequestLoaders, id: string, projection?: Projection): Promise<Customer | null> {
    return loaders.load(this.#customersById, id, projection);
  }
}
