import { access, chmod, constants, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { mongodVersion } from './mongod-version.js';

const partialPrefix = '.partial-';
const partialLifetimeMs = 60 * 60 * 1000;

/** Where binaries are kept when no other folder is named: one per user, so that every clone of the project shares it. */
export function defaultCachePath(): string {
  const caches = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
  return join(caches, 'revenue-engine');
}

/** The file that holds `version` for this platform, whether it exists or not. */
export function cachedMongodPath(cachePath: string, version: string): string {
  return join(cachePath, `mongod-${version}-${process.platform}-${process.arch}`);
}

/** True when the file exists and this user may run it. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Puts a binary into the cache. `obtain` gets a private folder and leaves the binary there; only after it has run there
 * with the expected version is it renamed into place. So nobody sees half a file, and two processes may do it at once.
 *
 * @returns the path in the cache
 * @throws what `obtain` throws, or Error when the binary does not run on this machine
 */
export async function installMongod(
  cachePath: string,
  version: string,
  obtain: (folder: string) => Promise<string>,
): Promise<string> {
  const target = cachedMongodPath(cachePath, version);
  await mkdir(cachePath, { recursive: true });
  await removeAbandoned(cachePath);
  const folder = await mkdtemp(join(cachePath, partialPrefix));
  try {
    const binary = await obtain(folder);
    await chmod(binary, 0o755);
    const found = await mongodVersion(binary);
    if (found !== version) throw new Error(`the binary reports version ${found} where ${version} was expected`);
    await rename(binary, target);
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A process killed in the middle of a download leaves its folder behind; after an hour nobody can still be writing it. */
async function removeAbandoned(cachePath: string): Promise<void> {
  const names = (await readdir(cachePath)).filter((name) => name.startsWith(partialPrefix));
  for (const name of names) {
    const folder = join(cachePath, name);
    const touched = await stat(folder).catch(() => undefined);
    if (touched && touched.mtimeMs < Date.now() - partialLifetimeMs) await rm(folder, { recursive: true, force: true });
  }
}
