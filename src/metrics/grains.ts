import { Rational } from '../terms/rational.js';

/**
 * How many grains the minor unit of a currency has: a multiple of all numbers up to 12, and of a billion for percentages
 * and decimal places. Amounts are whole numbers of grains, so their sums are exact in any order. See docs/metrics.md.
 */
export const GRAINS = 27_720n * 10n ** 9n;

const DECIMALS = 12;

/** In decimal digits: a 64-bit integer ends at some thousand dollars, and Decimal128 is slow to read and to write. */
export type StoredGrains = string;

export const NO_GRAINS: StoredGrains = '0';

export function toGrains(amount: Rational): bigint {
  return amount.times(Rational.of(GRAINS)).nearest();
}

export function storedGrains(grains: bigint): StoredGrains {
  return grains.toString();
}

export function fromStoredGrains(stored: StoredGrains): bigint {
  return BigInt(stored);
}

/** In whole minor units, half away from zero; `per` divides first. */
export function roundedGrains(grains: bigint, per = 1n): number {
  return Rational.of(grains, GRAINS * per).rounded();
}

/** Towards minus infinity. */
export function flooredGrains(grains: bigint): bigint {
  const quotient = grains / GRAINS;
  return grains < 0n && quotient * GRAINS !== grains ? quotient - 1n : quotient;
}

export function ceiledGrains(grains: bigint): bigint {
  return -flooredGrains(-grains);
}

/** To twelve decimals of the minor unit, without zeros at the end. */
export function decimalGrains(grains: bigint): string {
  const digits = Rational.of(grains, GRAINS)
    .times(Rational.of(10n ** BigInt(DECIMALS)))
    .nearest();
  const text = (digits < 0n ? -digits : digits).toString().padStart(DECIMALS + 1, '0');
  const decimals = text.slice(-DECIMALS).replace(/0+$/, '');
  return `${digits < 0n ? '-' : ''}${text.slice(0, -DECIMALS)}${decimals === '' ? '' : `.${decimals}`}`;
}

/** A ratio of two amounts or counts, half up to twelve decimals. */
export function ratio(part: bigint, whole: bigint): number {
  const scale = 10n ** BigInt(DECIMALS);
  return Number(Rational.of(part * scale, whole).nearest()) / Number(scale);
}

/**
 * Rounds parts to whole minor units that sum to `total`, by largest remainder; on a tie the one listed first gets the
 * unit.
 *
 * @param total less than one unit for each part above the sum of the parts rounded down
 */
export function apportioned(total: number, parts: readonly bigint[]): number[] {
  const floors = parts.map(flooredGrains);
  const left = BigInt(total) - floors.reduce((sum, each) => sum + each, 0n);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part - (floors[index] ?? 0n) * GRAINS }))
    .sort((one, other) => compare(other.remainder, one.remainder) || one.index - other.index);
  const favoured = new Set(byRemainder.slice(0, Number(left)).map(({ index }) => index));
  return floors.map((floor, index) => Number(floor) + (favoured.has(index) ? 1 : 0));
}

function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
