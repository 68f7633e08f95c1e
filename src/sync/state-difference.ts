import { isDeepStrictEqual } from 'node:util';

/** A field whose stored value is not Stripe's. */
export interface FieldDifference {
  /** With dots, such as `items.0.quantity`. */
  readonly path: string;
  /** As text; null where there is none. */
  readonly ours: string | null;
  readonly stripes: string | null;
}

/**
 * Compares what is stored with what should be, field by field. No value and null are the same; what a record has beside
 * the fields of the state is its own.
 *
 * @param leftOut paths that are not compared
 */
export function differencesOf(
  stored: object,
  expected: object,
  leftOut: ReadonlySet<string> = new Set(),
): FieldDifference[] {
  const differences: FieldDifference[] = [];
  const compare = (path: string, ours: unknown, stripes: unknown): void => {
    if (leftOut.has(path) || isSame(ours, stripes)) return;
    if (!isBranch(ours) || !isBranch(stripes)) {
      differences.push({ path, ours: toText(ours), stripes: toText(stripes) });
      return;
    }
    for (const key of new Set([...Object.keys(ours), ...Object.keys(stripes)])) {
      compare(path === '' ? key : `${path}.${key}`, ours[key], stripes[key]);
    }
  };
  const own = stored as Readonly<Record<string, unknown>>;
  for (const [field, value] of Object.entries(expected)) compare(field, own[field], value);
  return differences;
}

function isSame(one: unknown, other: unknown): boolean {
  return (one ?? null) === (other ?? null) || isDeepStrictEqual(one, other);
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}
