import type { JsonObject } from '../state/wire.js';
import { invalidRequest } from './failures.js';

/** @throws StripeFailure for a parameter that Stripe knows and that would here be passed over in silence */
export function refuseUnsupported(params: JsonObject, names: readonly string[]): void {
  const found = names.find((name) => params[name] !== undefined && params[name] !== '');
  if (found !== undefined) throw invalidRequest(`The sandbox does not carry out the parameter ${found}.`, found);
}
