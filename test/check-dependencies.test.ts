import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from './support/engine-process.js';

const SCRIPT = resolve('scripts/check-dependencies.mjs');
const HASH = { integrity: 'sha512-x' };

function check(cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, '--no-audit'], { cwd, encoding: 'utf8' });
  return { status, said: stdout, faults: stderr.split('\n').filter((line) => line !== '') };
}

/** A project of these packages: by path what the lockfile has, and what the package states as its licence. */
async function project(packages: Readonly<Record<string, { readonly locked: object; readonly license?: unknown }>>) {
  const folder = await temporaryFolder();
  const locked = Object.entries(packages).map(([path, each]) => [`node_modules/${path}`, each.locked]);
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, ...Object.fromEntries(locked) } }),
  );
  for (const [path, { license }] of Object.entries(packages)) {
    const file = join(folder, 'node_modules', path, 'package.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ license }));
  }
  return folder;
}

test('what this project depends on has licences, scripts and hashes that are allowed', () => {
  const { status, said, faults } = check('.');
  expect(faults).toEqual([]);
  expect(status).toBe(0);
  expect(said).toMatch(/^\d{3,} packages, \d{3,} of them ship/);
});

test('a licence, a script or a missing hash that nobody allowed fails, each by name', async () => {
  const folder = await project({
    fine: { locked: HASH, license: '(MIT OR GPL-3.0)' },
    both: { locked: HASH, license: '(MIT AND BSD-3-Clause)' },
    'copy-left': { locked: { ...HASH, license: 'MIT' }, license: 'AGPL-3.0' },
    'half-left': { locked: HASH, license: 'MIT AND GPL-3.0' },
    silent: { locked: HASH },
    'only-for-tests': { locked: { ...HASH, dev: true }, license: 'GPL-3.0' },
    '@who/runs': { locked: { ...HASH, dev: true, hasInstallScript: true }, license: 'MIT' },
    'fine/node_modules/unhashed': { locked: {}, license: 'ISC' },
  });
  const { status, faults } = check(folder);
  expect(status).toBe(1);
  expect(faults.map((fault) => fault.split(/[:,]/)[0])).toEqual([
    'copy-left ships under AGPL-3.0',
    'half-left ships under MIT AND GPL-3.0',
    'silent ships and states no licence',
    '@who/runs runs a script when it is installed',
    'unhashed has no hash in package-lock.json',
  ]);
});
