import { metricValue } from '../bench/soak/metric-value.js';
import { soakRows } from '../bench/soak/soak-rows.js';
import type { SoakSample } from '../bench/soak/soak-samples.js';
import { isGood, verdictOf } from '../bench/soak/verdict.js';

const MINUTE = 60_000;
const counted = { minutes: 30, events: 90_000, unprocessed: 0, refused: 0, failedReads: 0 };

/** Half an hour, a sample each minute, of memory and lag as given by the minute. */
function halfAnHour(rss: (minute: number) => number, lag: (minute: number) => number) {
  const samples = Array.from({ length: 30 }, (_, index): SoakSample => {
    const minute = index + 1;
    return { at: minute * MINUTE, rssMegabytes: rss(minute), heapMegabytes: 100, queued: 0, oldestSeconds: 0 };
  });
  const events = samples.map(({ at }, index) => ({ dueAt: at - 1, appliedAt: at - 1 + lag(index + 1) }));
  return verdictOf(soakRows(samples, events), counted);
}

/** Up and down by turns. */
const noise = (minute: number) => (minute % 2 === 0 ? 4 : -4);

test('memory that grows in the warm-up and then stays is flat', () => {
  const verdict = halfAnHour(
    (minute) => 300 + 12 * Math.min(minute, 10) + noise(minute),
    () => 40,
  );
  expect(verdict).toMatchObject({ flat: true, lagGrowthPerHour: 0, p99LagFirstToLast: 1 });
  expect(Math.abs(verdict.rssGrowthPerHour)).toBeLessThan(5);
  expect(isGood(verdict)).toBe(true);
});

test('memory that grows by a megabyte a minute is not', () => {
  const verdict = halfAnHour(
    (minute) => 300 + minute,
    () => 40,
  );
  expect(verdict).toMatchObject({ rssGrowthPerHour: 60, heapGrowthPerHour: 0, flat: false });
  expect(isGood(verdict)).toBe(false);
});

test('lag that grows is not flat, and shows in the first and the last third', () => {
  const verdict = halfAnHour(
    () => 400,
    (minute) => 20 * minute,
  );
  expect(verdict).toMatchObject({ lagGrowthPerHour: 1200, flat: false });
  expect(verdict.p99LagFirstToLast).toBeGreaterThan(1.5);
});

test('a steep line that chance explains is no growth', () => {
  const spike = (minute: number) => (minute === 29 ? 120 : 0);
  const verdict = halfAnHour(
    (minute) => 400 + spike(minute),
    () => 40,
  );
  expect(verdict.rssGrowthPerHour).toBeGreaterThan(32);
  expect(verdict.flat).toBe(true);
});

test.each(['unprocessed', 'refused', 'failedReads'] as const)('a run with %s is not good', (what) => {
  const verdict = halfAnHour(
    () => 400,
    () => 40,
  );
  expect(isGood({ ...verdict, [what]: 1 })).toBe(false);
});

test('a metric is summed over its labels, and another whose name goes on is not counted', () => {
  const text = '# TYPE a gauge\na{status="received"} 2\na{status="failed"} 3\na_total 9\n';
  expect(metricValue(text, 'a')).toBe(5);
  expect(() => metricValue(text, 'b')).toThrow('/metrics has no b');
});
