import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { cleanup } from './cleanup.js';

/** Runs a bench over little, for what it says and not for how fast it is. */
export async function benchRun(bench: 'graphql' | 'webhook' | 'soak', ...args: string[]) {
  const child = spawn(process.execPath, [resolve(`dist/bench/${bench}/${bench}-bench.js`), ...args]);
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
