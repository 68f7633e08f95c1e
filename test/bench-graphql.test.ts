import { benchRun } from './support/bench-run.js';

test('the bench of reads compares the engine with three servers that answer the same', async () => {
  const { code, lines, stderr } = await benchRun(
    'graphql',
    '--few',
    '100',
    '--many',
    '250',
    '--rounds',
    '1',
    '--seconds',
    '0.1',
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const measured = lines.filter((line) => / \d+\.\d\d$/.test(line)).map((line) => line.split(/\s{2,}/).slice(0, 2));
  expect(measured.slice(0, 8)).toEqual(
    ['100', '250'].flatMap((stored) => ['bare', 'yoga', 'mercurius', 'engine'].map((name) => [name, stored])),
  );
  expect(measured.slice(-4).map(([name]) => name)).toEqual([
    'bare, findOne',
    'engine, revenueMetrics, now',
    'engine, revenueMetrics, a midnight',
    'engine, revenueMetrics, a noon',
  ]);
  const ratio = expect.any(Number);
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
    pagePerMercurius: ratio,
    pagePerBare: ratio,
    p99At1MPer10k: ratio,
    page10000PerPage1: ratio,
    metricsPerFindOne: ratio,
  });
}, 170_000);

test('the bench of reads says what it cannot do', async () => {
  const { code, stderr } = await benchRun('graphql', '--few', '7');
  expect(code).toBe(1);
  expect(stderr).toContain('at least 100');
}, 60_000);
