import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { cleanup } from './support/cleanup.js';

const BENCH = resolve('dist/bench/webhook/webhook-bench.js');

/** Runs the bench with few events, for what it says and not for how fast it is. */
async function bench(...args: string[]) {
  const child = spawn(process.execPath, [BENCH, ...args]);
  cleanup(async () => {
    child.kill('SIGTERM');
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, lines: stdout.trimEnd().split('\n'), stderr };
}

test('the bench of webhooks compares the engine with floor and naive, and all end in the ledger’s state', async () => {
  const { code, lines, stderr } = await bench('--events', '60');
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
  const { code, stderr } = await bench('--events', '7');
  expect(code).toBe(1);
  expect(stderr).toContain('must be a multiple of 10');
}, 60_000);
