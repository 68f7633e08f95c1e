import type Stripe from 'stripe';
import { ProrationDate } from '../src/quotes/proration-date.js';
import type { TestClockGateway } from '../src/stripe/test-clock.gateway.js';

/** Unix seconds. */
const [START, END] = [1_767_225_600, 1_769_904_000];

/** Of a subscription that lives in the time of everybody. */
function dateAt(seconds: number, behavior: 'create_prorations' | 'always_invoice' | 'none') {
  const item = { current_period_start: START, current_period_end: END };
  const dates = new ProrationDate({} as TestClockGateway, () => new Date(seconds * 1000));
  return dates.of({ items: { data: [item] }, test_clock: null } as unknown as Stripe.Subscription, behavior);
}

test.each([
  ['now', START + 1000, START + 1000],
  ['the beginning of the period, where our clock is behind Stripe’s', START - 2, START],
  ['the end of the period, where its renewal is late', END + 30, END],
])('a change is prorated as of %s', async (_title, now, date) => {
  expect(await dateAt(now, 'create_prorations')).toBe(date);
  expect(await dateAt(now, 'always_invoice')).toBe(date);
});

test('where nothing is prorated there is no such moment, and Stripe takes none', async () => {
  expect(await dateAt(START + 1000, 'none')).toBeNull();
});
