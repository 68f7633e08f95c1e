import 'reflect-metadata';
import { type Batch, playBatch, replayOf } from './support/schedule-batch.js';

/** Plays schedules of seeds; gives what happened in them, and of each that failed how to see it again. */
async function played(batch: Omit<Batch, 'mongoUri' | 'mostFailures'>) {
  const mongoUri = process.env.TEST_MONGODB_URI ?? '';
  const { failures, ...sums } = await playBatch({ ...batch, mongoUri, mostFailures: 3 });
  return { ...sums, failures: failures.map((failure) => `${replayOf(failure)}: ${failure.reason}`) };
}

// Many more are played by `npm run test:schedules`, which begins at a seed of its own each time.
test("every order, repetition and loss of events ends with Stripe's state, each thing once", async () => {
  const { failures, ...sums } = await played({ firstSeed: 1, count: 16, deadly: false, together: 16 });
  expect(failures).toEqual([]);
  expect(sums).toMatchObject({ played: 16, deaths: 0 });
  expect(sums.lost).toBeGreaterThan(5);
  expect(sums.deliveries).toBeGreaterThan(sums.events);
  // Both ways into a projection are taken.
  expect(sums.byPayload).toBeGreaterThan(0);
  expect(sums.byRead).toBeGreaterThan(3);
}, 400_000);

test('so it ends when workers die between any two writes', async () => {
  const { failures, ...sums } = await played({ firstSeed: 1, count: 4, deadly: true, together: 5 });
  expect(failures).toEqual([]);
  expect(sums.played).toBe(4);
  expect(sums.deaths).toBeGreaterThan(0);
}, 400_000);
