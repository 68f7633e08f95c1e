import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './process-life.js';

const engineFile = 'engine.pid';
const temporaryPrefix = 'revenue-engine-mongo-';
const abandonedAfterMs = 60 * 60 * 1000;

/** The folder that an embedded mongod keeps its data in. */
export interface DataFolder {
  readonly path: string;
  /** Removes a temporary folder; leaves a kept one alone. */
  dispose(): Promise<void>;
}

/**
 * Opens a kept folder, made when missing, or a temporary one when `dataPath` is absent.
 *
 * @param parent where a temporary one is made
 */
export async function openDataFolder(dataPath: string | undefined, parent = tmpdir()): Promise<DataFolder> {
  if (dataPath !== undefined) {
    const path = resolve(dataPath);
    await mkdir(path, { recursive: true, mode: 0o700 });
    return { path, dispose: async () => undefined };
  }
  await removeAbandoned(parent);
  const path = await mkdtemp(join(parent, `${temporaryPrefix}${process.pid}-`));
  return { path, dispose: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** The process that mongod wrote into its lock file, undefined when the folder is not in use or the file cannot be read. */
export function lockHolder(path: string): Promise<number | undefined> {
  return pidIn(join(path, 'mongod.lock'));
}

/** Notes that the folder's mongod is this process's, for `isHeldByLiveEngine`. */
export function noteEngine(path: string): Promise<void> {
  return writeFile(join(path, engineFile), `${process.pid}\n`);
}

/** False when the engine that started the folder's mongod is gone: then that mongod is about to end too. */
export async function isHeldByLiveEngine(path: string): Promise<boolean> {
  const engine = await pidIn(join(path, engineFile));
  return engine !== undefined && isAlive(engine);
}

/** Waits until the mongod that has locked the folder is gone, or until `deadline` (in ms since 1970). */
export async function lockHolderEnds(path: string, deadline: number): Promise<void> {
  const holder = await lockHolder(path);
  do await sleep(100);
  while (holder !== undefined && isAlive(holder) && Date.now() < deadline);
}

async function pidIn(file: string): Promise<number | undefined> {
  const written = await readFile(file, 'utf8').catch(() => '');
  return Number.parseInt(written, 10) || undefined;
}

/** A process killed with its temporary data cannot clean up, and each leaves some hundred megabytes of journal. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = new RegExp(`^${temporaryPrefix}(\\d+)-`).exec(name)?.[1];
    if (!owner || isAlive(Number(owner))) continue;
    const touched = await stat(join(parent, name)).catch(() => undefined);
    if (!touched || touched.mtimeMs > Date.now() - abandonedAfterMs) continue;
    // Another user's folder is theirs to remove.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
