import { benchRun } from './support/bench-run.js';

test('the bench of webhooks compares the engine with floor and naive, and all end in the ledger’s state', async () => {
  const { code, lines, stderr } = await benchRun('webhook', '--events', '60');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const ends = lines
    .filter((line) => /^ *(floor|naive|engine) .*\d/.test(line))
    .map((line) => line.split(/\s{2,}/).at(-1));
  expect(ends).toEqual(['right', 'right', 'right']);
  const ratio = expect.any(Number);
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
    acceptedPerFloor: ratio,
    appliedPerFloor: ratio,
    appliedPerNaive: ratio,
    p99PerFloor: ratio,
  });
}, 170_000);

test('the bench of webhooks says what it cannot do', async () => {
  const { code, stderr } = await benchRun('webhook', '--events', '7');
  expect(code).toBe(1);
  expect(stderr).toContain('must be a multiple of 10');
}, 60_000);
