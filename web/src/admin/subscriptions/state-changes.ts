import { formatInstant } from '../display/instant';

interface StateChange {
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}

export interface PathChange {
  readonly path: string;
  /** Undefined where there was nothing. */
  readonly before: unknown;
  /** Undefined where there is nothing any more. */
  readonly after: unknown;
}

/** Of Stripe's object as a whole; most of it is told by the engine's own fields already. */
const MIRRORED = 'stripe_data.';

/** The changed paths: those in the engine's words, and those of the object as Stripe shows it. */
export function visibleChanges({ before, after }: StateChange): {
  readonly told: readonly PathChange[];
  readonly mirrored: readonly PathChange[];
} {
  const paths = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])].sort();
  const changes = paths.map((path) => ({ path, before: before?.[path], after: after[path] }));
  return {
    told: changes.filter(({ path }) => !path.startsWith(MIRRORED)),
    mirrored: changes.filter(({ path }) => path.startsWith(MIRRORED)),
  };
}

/** A stored value for people to read. */
export function valueText(value: unknown): string {
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? formatInstant(value, true) : value;
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : JSON.stringify(value);
}
