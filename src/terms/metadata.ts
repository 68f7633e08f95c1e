import { BillingErrorCode, BillingFault } from './billing-error.js';

/** Source: https://docs.stripe.com/api/metadata */
const MOST_KEYS = 50;
const LONGEST_KEY = 40;
const LONGEST_VALUE = 500;
const UNUSABLE_IN_KEYS = /[\p{Cc}[\]]/u;

/**
 * A client's metadata together with ours, within Stripe's limits.
 *
 * @param ours what the client may repeat but not contradict, such as `organization_id`
 * @param field where the client gave it
 * @throws BillingFault INVALID_INPUT
 */
export function mergedMetadata(
  given: Readonly<Record<string, unknown>> | null | undefined,
  ours: Readonly<Record<string, string>>,
  field: readonly string[] = ['input', 'metadata'],
): Record<string, string> {
  const fault = (message: string) => new BillingFault(BillingErrorCode.INVALID_INPUT, message, { field });
  const entries = Object.entries(given ?? {}).map(([key, value]): [string, string] => {
    if (key === '' || key.length > LONGEST_KEY || UNUSABLE_IN_KEYS.test(key)) {
      throw fault(`A key of metadata has 1 to ${LONGEST_KEY} characters and no square brackets`);
    }
    const text = textOf(value);
    if (text === null) throw fault(`metadata.${key} must be a text, a number or a boolean`);
    if (text.length > LONGEST_VALUE) throw fault(`metadata.${key} is longer than ${LONGEST_VALUE} characters`);
    if (Object.hasOwn(ours, key) && ours[key] !== text) throw fault(`metadata.${key} is set by the engine`);
    return [key, text];
  });
  const merged = { ...Object.fromEntries(entries), ...ours };
  if (Object.keys(merged).length > MOST_KEYS) {
    throw fault(
      `metadata has more than ${MOST_KEYS} keys, those of the engine (${Object.keys(ours).join(', ')}) included`,
    );
  }
  return merged;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
