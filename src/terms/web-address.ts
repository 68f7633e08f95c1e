import { BillingErrorCode, BillingFault } from './billing-error.js';

/** Stripe's limit. */
const LONGEST = 5000;

/**
 * The text of an address to which a browser is sent.
 *
 * @param url what the URL scalar made of it
 * @throws BillingFault INVALID_INPUT for another scheme than http and https, such as `javascript:`
 */
export function webAddress(url: URL | string, field: readonly string[]): string {
  const { protocol, href } = new URL(url);
  const fault = (message: string) => new BillingFault(BillingErrorCode.INVALID_INPUT, message, { field });
  if (protocol !== 'http:' && protocol !== 'https:') throw fault('The address must begin with http:// or https://');
  if (href.length > LONGEST) throw fault(`The address is longer than ${LONGEST} characters`);
  return href;
}
