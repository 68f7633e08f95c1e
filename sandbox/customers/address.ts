import type Stripe from 'stripe';
import type { Wire } from '../state/wire.js';

type Address = Wire<Stripe.Address>;
type AddressParam = Wire<Stripe.AddressParam>;
type Shipping = NonNullable<Wire<Stripe.Customer>['shipping']>;
type ShippingParam = { readonly address: AddressParam; readonly name: string; readonly phone?: string };

/** All fields of an address, null where none was sent; null for an empty one. */
export function fullAddress(params: AddressParam | '' | null | undefined): Address | null {
  if (!params) return null;
  const { city = null, country = null, line1 = null, line2 = null, postal_code = null, state = null } = params;
  return { city, country, line1, line2, postal_code, state };
}

export function shippingOf(params: ShippingParam | '' | null | undefined): Shipping | null {
  if (!params) return null;
  const address = fullAddress(params.address);
  return { ...(address === null ? {} : { address }), name: params.name, phone: params.phone ?? null };
}
