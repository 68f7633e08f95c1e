/** Fields by which Stripe's objects say who a customer is, or what a customer typed, at any depth. */
const PERSONAL = [
  'billing_details',
  'collected_information',
  'custom_fields',
  'customer_address',
  'customer_details',
  'customer_email',
  'customer_name',
  'customer_phone',
  'customer_shipping',
  'customer_tax_ids',
  'receipt_email',
  'shipping',
  'shipping_details',
  'verified_email',
  'verified_name',
] as const;

/** Fields of a customer itself; other objects, such as products, have names that are nobody's. */
const PERSONAL_OF_CUSTOMER = [
  'address',
  'business_name',
  'description',
  'email',
  'individual_name',
  'name',
  'phone',
  'tax_ids',
] as const;

const ALWAYS: ReadonlySet<string> = new Set(PERSONAL);
const OF_CUSTOMER: ReadonlySet<string> = new Set([...PERSONAL, ...PERSONAL_OF_CUSTOMER]);

/** For those who remove what was once stored: where it stands in a record that has an object of Stripe's at `path`. */
export function personalPathsIn(path: string): string[] {
  return PERSONAL.map((field) => `${path}.${field}`);
}

/**
 * An object of Stripe's without what says who the customer is: of that one copy is kept, in stripe_customers, so that
 * there is one to erase. What has nothing of it comes back as it is.
 * Sources: https://docs.stripe.com/api/invoices/object, https://docs.stripe.com/api/checkout/sessions/object,
 * https://docs.stripe.com/api/charges/object, https://docs.stripe.com/api/customers/object
 */
export function withoutPersonalData<T>(value: T): T {
  return cleaned(value, false) as T;
}

/** The data of an event: what it was before the change says as much as what it is. */
export function eventWithoutPersonalData<E extends { readonly data: { readonly object: Record<string, unknown> } }>(
  event: E,
): E {
  const isOfCustomer = event.data.object.object === 'customer';
  const data = cleaned(event.data, false, isOfCustomer) as E['data'];
  return data === event.data ? event : { ...event, data };
}

function cleaned(value: unknown, isCustomer: boolean, isBeforeCustomer = false): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map((each) => cleaned(each, false));
    return list.some((each, place) => each !== value[place]) ? list : value;
  }
  const object = value as Record<string, unknown>;
  const hidden = isCustomer || object.object === 'customer' ? OF_CUSTOMER : ALWAYS;
  let copy: Record<string, unknown> | undefined;
  for (const name in object) {
    const part = object[name];
    if (part === null || part === undefined) continue;
    if (hidden.has(name)) {
      copy ??= { ...object };
      delete copy[name];
      continue;
    }
    if (typeof part !== 'object') continue;
    const clean = cleaned(part, isBeforeCustomer && name === 'previous_attributes');
    if (clean === part) continue;
    copy ??= { ...object };
    copy[name] = clean;
  }
  return copy ?? value;
}
