import { noteReadTime, readTimeOf } from '../src/stripe/read-time.js';

const NOON = 'Thu, 01 Jan 2026 12:00:00 GMT';

/** What the SDK answers with. */
function answer(headers: Readonly<Record<string, string>>, over: object = {}) {
  return { id: 'sub_1', ...over, lastResponse: { headers } };
}

test('a state was read between the request and the end of the answer’s second, as far as clocks agree', () => {
  const read = answer({ date: NOON });
  noteReadTime(read, 250);
  expect(readTimeOf(read)).toEqual({
    from: new Date('2026-01-01T11:59:58.750Z'),
    until: new Date('2026-01-01T12:00:02Z'),
  });
});

test('so were all the objects of a list', () => {
  const [one, other] = [{ id: 'sub_1' }, { id: 'sub_2' }];
  noteReadTime(answer({ date: NOON }, { data: [one, other] }), 0);
  expect(readTimeOf(other)).toEqual(readTimeOf(one));
  expect(readTimeOf(one)).not.toBeNull();
});

test.each([
  ['that Stripe repeats for an idempotency key', { date: NOON, 'idempotent-replayed': 'true' }],
  ['without a date', {}],
])('nobody knows how old an answer is %s', (_title, headers) => {
  const repeated = answer(headers);
  noteReadTime(repeated, 0);
  expect(readTimeOf(repeated)).toBeNull();
});
