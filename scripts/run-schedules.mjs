// `npm run test:schedules -- --count 10000 --seed 1`: plays seeded schedules of webhooks against real engine processes
// (test/support/schedule-run.ts). A failing seed is printed with the command that plays it again.
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { startEmbeddedMongo } from '../dist/src/mongo/embedded-mongo.js';
import { playBatch, replayOf } from '../dist/test/support/schedule-batch.js';

/** One schedule of so many has workers that die, when nothing is said. */
const DEADLY_SHARE = 12;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '4000' },
    seed: { type: 'string' },
    deadly: { type: 'boolean', default: false },
    together: { type: 'string' },
    'log-level': { type: 'string', default: 'silent' },
  },
});
const count = Number(values.count);
const firstSeed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(firstSeed) || firstSeed < 0) {
  console.error('--count and --seed must be whole numbers');
  process.exit(2);
}

const together = values.together === undefined ? undefined : Number(values.together);
if (together !== undefined && !(Number.isSafeInteger(together) && together > 0)) {
  console.error('--together must be a whole number');
  process.exit(2);
}

const given = process.env.TEST_MONGODB_URI;
const mongo = given ? undefined : await startEmbeddedMongo({ report: (line) => console.error(line) });
const mongoUri = given ?? mongo.uri;
const deadlyCount = values.deadly ? count : count === 1 ? 0 : Math.floor(count / DEADLY_SHARE);
const startedAt = performance.now();
let done = 0;
const onPlayed = () => {
  done += 1;
  if (done % 50 !== 0 && done !== count) return;
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${done} of ${count} schedules, ${(done / seconds).toFixed(1)} a second`);
};
const common = { mongoUri, onPlayed, logLevel: values['log-level'] };
const failures = [];
const sums = { played: 0, events: 0, deliveries: 0, lost: 0, byPayload: 0, byRead: 0, deaths: 0 };
for (const batch of [
  { ...common, firstSeed, count: count - deadlyCount, deadly: false, together: together ?? 16 },
  { ...common, firstSeed, count: deadlyCount, deadly: true, together: together ?? 5 },
]) {
  if (batch.count === 0 || failures.length > 0) continue;
  const result = await playBatch(batch);
  for (const sum of Object.keys(sums)) sums[sum] += result[sum];
  failures.push(...result.failures);
}
await mongo?.stop();
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(
  `${sums.played} schedules from seed ${firstSeed} in ${seconds} s: ${sums.events} events, ${sums.deliveries} deliveries, ${sums.lost} events lost, ${sums.deaths} workers killed; ${sums.byPayload} documents as payloads told, ${sums.byRead} as read; ${(sums.played / Number(seconds)).toFixed(2)} schedules a second`,
);
for (const failure of failures) {
  console.error(`\nSeed ${failure.seed} failed: ${failure.reason}\nTo see it again: ${replayOf(failure)}`);
}
process.exit(failures.length > 0 ? 1 : 0);
