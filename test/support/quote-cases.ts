import { SeededRandom } from './seeded-random.js';

/** From plan and interval to plan and interval; what does not change is not asked for. */
export const MOVES = {
  'up by the month': ['plan_small', 'MONTH', 'plan_large', 'MONTH'],
  'down by the month': ['plan_large', 'MONTH', 'plan_small', 'MONTH'],
  'from month to year': ['plan_small', 'MONTH', 'plan_small', 'YEAR'],
  'from year to month': ['plan_large', 'YEAR', 'plan_large', 'MONTH'],
} as const;

export const STATES = ['active', 'trialing', 'past_due'] as const;
/** Of the cycle, or of the trial. */
export const POINTS = ['start', 'middle', 'last second'] as const;
export const BEHAVIORS = ['CREATE_PRORATIONS', 'ALWAYS_INVOICE', 'NONE'] as const;
/** The quantity before and after. */
const QUANTITIES = [
  [1, 1],
  [2, 5],
  [5, 2],
  [3, 3],
] as const;
/** Given with the subscription or right before the quote. */
export const COUPONS = {
  'no coupon': null,
  '12.5 % for ever': { terms: { percent_off: 12.5, duration: 'forever' }, isLate: false },
  '3.50 off for ever': { terms: { amount_off: 350, currency: 'usd', duration: 'forever' }, isLate: false },
  '33 % on what was paid': { terms: { percent_off: 33, duration: 'once' }, isLate: false },
  '20 % on what comes next': { terms: { percent_off: 20, duration: 'once' }, isLate: true },
  '7.00 off what comes next': { terms: { amount_off: 700, currency: 'usd', duration: 'once' }, isLate: true },
} as const;

/** In minor units, such that nothing divides evenly. */
export const PLANS = `
plans:
  - uid: plan_small
    name: Small
    prices: [{ interval: month, amount: 1999, currency: usd }, { interval: year, amount: 19997, currency: usd }]
  - uid: plan_large
    name: Large
    prices: [{ interval: month, amount: 4733, currency: usd }, { interval: year, amount: 47111, currency: usd }]
`;

export interface QuoteCase {
  readonly move: keyof typeof MOVES;
  readonly state: (typeof STATES)[number];
  readonly point: (typeof POINTS)[number];
  readonly behavior: (typeof BEHAVIORS)[number];
  readonly quantities: (typeof QUANTITIES)[number];
  readonly coupon: keyof typeof COUPONS;
}

/**
 * Every move in every state at every point by every behaviour, twice; quantities and coupons are dealt out so that each
 * comes as often as the others and with all of those.
 */
export function quoteCases(): QuoteCase[] {
  const random = new SeededRandom(8);
  const coupons = Object.keys(COUPONS) as (keyof typeof COUPONS)[];
  const decks = { coupons: [] as (keyof typeof COUPONS)[], quantities: [] as (typeof QUANTITIES)[number][] };
  const deal = <T>(deck: T[], all: readonly T[]): T => {
    if (deck.length === 0) deck.push(...random.shuffled(all));
    return deck.pop() as T;
  };
  const moves = Object.keys(MOVES) as (keyof typeof MOVES)[];
  return [1, 2].flatMap(() =>
    moves.flatMap((move) =>
      STATES.flatMap((state) =>
        POINTS.flatMap((point) =>
          BEHAVIORS.map((behavior) => ({
            ...{ move, state, point, behavior },
            coupon: deal(decks.coupons, coupons),
            quantities: deal(decks.quantities, QUANTITIES),
          })),
        ),
      ),
    ),
  );
}

export function titleOf({ move, state, point, behavior, quantities, coupon }: QuoteCase): string {
  return `${move}, ${quantities.join(' to ')}, ${coupon}, ${state}, ${point}, ${behavior}`;
}
