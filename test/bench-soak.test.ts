import { benchRun } from './support/bench-run.js';

test('the soak bench applies all events at their rate beside reads, and says how memory and lag went', async () => {
  const { code, lines } = await benchRun('soak', '--minutes', '0.15', '--rate', '20', '--reads', '5');
  expect(code).toBe(0);
  const figure = expect.any(Number);
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
    minutes: 0.15,
    events: 180,
    rssGrowthPerHour: figure,
    heapGrowthPerHour: figure,
    lagGrowthPerHour: figure,
    p99LagFirstToLast: figure,
    unprocessed: 0,
    refused: 0,
    failedReads: 0,
    flat: null,
  });
  const rows = lines.filter((line) => /^ +0\.\d /.test(line)).map((line) => line.trim().split(/\s+/));
  expect(rows.length).toBeGreaterThan(20);
  for (const [, rss, heap] of rows) expect(Number(rss)).toBeGreaterThan(Number(heap));
}, 170_000);

test('the soak bench refuses what it could not bear, and says what it takes', async () => {
  const { code, stderr } = await benchRun('soak', '--minutes', '1440', '--rate', '500');
  expect(code).toBe(1);
  expect(stderr).toContain('1000000 are the most: lower one of them');
}, 60_000);
