import { PlanDocument } from './support/generated/operations.js';
import {
  BEHAVIORS,
  COUPONS,
  MOVES,
  PLANS,
  POINTS,
  type QuoteCase,
  quoteCases,
  STATES,
  titleOf,
} from './support/quote-cases.js';
import { type QuoteOutcome, QuoteStage } from './support/quote-stage.js';
import { runningEngine } from './support/running-engine.js';

const CASES = quoteCases();
/** `npm run test:quotes` plays all of them; it takes a minute. */
const PLAYED = process.env.QUOTES === 'all' ? CASES : CASES.filter((_, index) => index % 8 === 0);
const outcomes = new Map<QuoteCase, QuoteOutcome>();

function outcomeOf(play: QuoteCase): QuoteOutcome {
  const outcome = outcomes.get(play);
  if (outcome === undefined) throw new Error('It was not played to its end');
  return outcome;
}

beforeAll(async () => {
  const engine = await runningEngine({
    plans: PLANS,
    deliversWebhooks: false,
    sandbox: { afterRetries: 'past_due' },
  });
  const prices = new Map<string, string>();
  for (const uid of ['plan_small', 'plan_large']) {
    for (const billingInterval of ['MONTH', 'YEAR'] as const) {
      const { data } = await engine.asNobody()(PlanDocument, { uid, billingInterval });
      prices.set(`${uid} ${billingInterval}`, data.plan?.price?.id ?? '');
    }
  }
  const groups = Map.groupBy(PLAYED, ({ move, state, point }) => `${MOVES[move][1]} ${state} ${point}`);
  const stage = new QuoteStage(engine, prices);
  for (const cases of groups.values()) {
    const played = await stage.play(cases);
    cases.forEach((play, index) => {
      const outcome = played[index];
      if (outcome) outcomes.set(play, outcome);
    });
  }
}, 400_000);

test('the matrix has at least 200 cases, in which everything meets everything', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(200);
  const pairs = new Set(CASES.flatMap((play) => [`${play.coupon} ${play.state}`, `${play.coupon} ${play.behavior}`]));
  expect(pairs.size).toBe(Object.keys(COUPONS).length * (STATES.length + BEHAVIORS.length));
  const points = new Set(CASES.map(({ move, point, quantities }) => `${move} ${point} ${quantities}`));
  expect(points.size).toBe(Object.keys(MOVES).length * POINTS.length * 4);
});

test.each(PLAYED.map((play) => [titleOf(play), play] as const))('%s', (_title, play) => {
  const { made, next, ...quote } = outcomeOf(play);
  expect(quote.amountDueNow).toBe(made?.amount_due ?? 0);
  expect(made?.amount_paid ?? 0).toBe(quote.amountDueNow);
  expect(quote.lines).toEqual((made ?? next).lines.data.map(({ amount }) => amount));
  expect(quote.nextInvoiceTotal).toBe(next.total);
});

test('in the matrix are invoices made at once, credits, and changes that cost nothing yet', () => {
  const all = [...outcomes.values()];
  const count = (is: (outcome: QuoteOutcome) => boolean) => all.filter(is).length;
  expect(count(({ amountDueNow }) => amountDueNow > 0)).toBeGreaterThan(PLAYED.length / 4);
  expect(count(({ made }) => made === null)).toBeGreaterThan(PLAYED.length / 4);
  expect(count(({ made }) => (made?.total ?? 0) < 0)).toBeGreaterThan(PLAYED.length / 50);
  expect(
    new Set(all.map(({ amountDueNow, nextInvoiceTotal }) => `${amountDueNow} ${nextInvoiceTotal}`)).size,
  ).toBeGreaterThan(PLAYED.length / 3);
});
