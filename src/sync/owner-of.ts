import type { CustomerProjection } from '../customers/customer.projection.js';
import { idOf } from '../stripe/reference.js';
import type { Adoptable } from './mirrored-kind.js';

interface OfCustomer {
  readonly id: string;
  readonly customer?: string | { readonly id: string } | null;
}

/**
 * Whose each object is: its customer's organization, also of a customer that is not stored yet; else what is stored of
 * the object. Undefined for the object of a customer that belongs to no organization.
 */
export async function ownersOf(
  objects: readonly OfCustomer[],
  customers: CustomerProjection,
  adoptable: Adoptable,
  stored: ReadonlyMap<string, { readonly organization_id: string }>,
): Promise<(string | undefined)[]> {
  const ids = objects.map(({ customer }) => idOf(customer) ?? '');
  const known = await customers.organizationsOf([...new Set(ids)]);
  return objects.map(({ id }, index) => {
    const customerId = ids[index] ?? '';
    return known.get(customerId) ?? stored.get(id)?.organization_id ?? adoptable.get(customerId);
  });
}
