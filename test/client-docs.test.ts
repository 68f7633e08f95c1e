import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cleanup } from './support/cleanup.js';
import { runningEngine } from './support/running-engine.js';

const run = promisify(execFile);
const TYPES = [
  '--ignoreConfig',
  '--noEmit',
  '--strict',
  '--module',
  'nodenext',
  '--target',
  'es2024',
  '--lib',
  'es2024,dom',
];

test('the example of docs/client.md keeps to its types and runs', async () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(await readFile('docs/client.md', 'utf8')) ?? [];
  const engine = await runningEngine();
  // Within the project, where its packages are found.
  const folder = await mkdtemp(resolve('dist/client-example-'));
  cleanup(() => rm(folder, { recursive: true }));
  await symlink(resolve('client'), join(folder, 'client'));
  const file = join(folder, 'example.ts');
  await writeFile(file, example?.replaceAll('http://localhost:3000', engine.url) ?? '');
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const check = run(process.execPath, [tsc, ...TYPES, '--allowImportingTsExtensions', '--skipLibCheck', file]);
  expect(await check.catch(({ stdout }: { stdout: string }) => stdout)).toMatchObject({ stdout: '' });
  const { stdout } = await run(process.execPath, [file]);
  expect(stdout).toMatch(/^Starter from US\$19\.00, .+\nPay at http:\/\/127\.0\.0\.1:\d+\/c\/pay\/cs_test_\w+\n$/);
});
