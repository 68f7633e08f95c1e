import { type GraphQLSchema, isScalarType } from 'graphql';
import { GraphQLCurrency } from 'graphql-scalars';
import { GraphQLISODateTime } from 'type-graphql';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Rows that are listed together are mostly of the same days. */
const KEPT_DAYS = 1000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** `2026-11-25T`, by days since 1970. */
const dates = new Map<number, string>();

/** The scalars are the library's, for all schemas of the process. */
const hastened = new WeakSet<object>();

/**
 * As `toISOString` writes it, which takes seven times as long: to find the calendar's date is most of it, and a page
 * has some hundred instants of few days.
 *
 * @throws RangeError for an invalid date
 */
export function isoText(instant: Date): string {
  const time = instant.getTime();
  const day = Math.floor(time / DAY_MS);
  let date = dates.get(day);
  if (date === undefined) {
    date = instant.toISOString().slice(0, -'00:00:00.000Z'.length);
    if (dates.size >= KEPT_DAYS) dates.clear();
    dates.set(day, date);
  }
  const ms = time - day * DAY_MS;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const thousandths = String(ms - seconds * 1000).padStart(3, '0');
  return `${date}${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[seconds - minutes * 60]}.${thousandths}Z`;
}

/**
 * Each page has some hundred dates and currencies, and the library's scalars work each of them out anew. What is not
 * sure to be the same is left to them.
 */
export function writeScalarsQuickly(schema: GraphQLSchema): void {
  hasten(schema, GraphQLISODateTime.name, (serialize) => (value) => {
    const isDate = value instanceof Date && !Number.isNaN(value.getTime());
    return isDate ? isoText(value) : serialize(value);
  });
  hasten(schema, GraphQLCurrency.name, (serialize) => {
    // As many as there are currencies: all others are refused.
    const accepted = new Set<unknown>();
    return (value) => {
      if (accepted.has(value)) return value;
      const written = serialize(value);
      if (written === value) accepted.add(value);
      return written;
    };
  });
}

type Serialize = (value: unknown) => unknown;

function hasten(schema: GraphQLSchema, name: string, quick: (serialize: Serialize) => Serialize): void {
  const type = schema.getType(name);
  if (!isScalarType(type) || hastened.has(type)) return;
  type.serialize = quick(type.serialize.bind(type));
  hastened.add(type);
}
