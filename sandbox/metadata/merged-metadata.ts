import { invalidRequest } from '../http/failures.js';

type Metadata = Readonly<Record<string, string>>;
type MetadataParam = Readonly<Record<string, string | number | null>> | '' | null;

const MAXIMAL_KEYS = 50;
const MAXIMAL_KEY_LENGTH = 40;
const MAXIMAL_VALUE_LENGTH = 500;

/**
 * Metadata after an update: named keys are set, those with an empty value go, and an empty whole removes all.
 * Source: https://docs.stripe.com/api/metadata
 *
 * @throws StripeFailure beyond 50 keys, 40 characters of a key, 500 of a value
 */
export function mergedMetadata(before: Metadata, changes: MetadataParam | undefined): Metadata {
  if (changes === undefined) return before;
  if (changes === '' || changes === null) return {};
  const merged: Record<string, string> = { ...before };
  for (const [key, value] of Object.entries(changes)) {
    if (key.length > MAXIMAL_KEY_LENGTH) {
      throw invalidRequest(`Metadata keys must be under ${MAXIMAL_KEY_LENGTH} characters: ${key}`, `metadata[${key}]`);
    }
    if (String(value).length > MAXIMAL_VALUE_LENGTH) {
      throw invalidRequest(`Metadata values must be under ${MAXIMAL_VALUE_LENGTH} characters.`, `metadata[${key}]`);
    }
    if (value === null || value === '') delete merged[key];
    else merged[key] = String(value);
  }
  if (Object.keys(merged).length > MAXIMAL_KEYS) {
    throw invalidRequest(`Metadata can have at most ${MAXIMAL_KEYS} keys.`, 'metadata');
  }
  return merged;
}
