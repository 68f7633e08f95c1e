import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive } from '../mongo/process-life.js';

const contents = z.object({ pid: z.int(), mongoUri: z.string().optional(), stripeApiBase: z.string().optional() });

/** Where the embedded parts of a running engine can be reached, for commands beside it. */
export type RunningEngineFile = z.infer<typeof contents>;

/** A file in the data folder, so that commands find the engine that holds it. */
export async function announce(
  dataPath: string,
  running: Omit<RunningEngineFile, 'pid'>,
): Promise<() => Promise<void>> {
  const file = join(dataPath, 'running.json');
  await mkdir(dataPath, { recursive: true });
  // Renamed into place, so that nobody reads half of it.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify({ pid: process.pid, ...running }), { mode: 0o600 });
  await rename(unfinished, file);
  return () => rm(file, { force: true });
}

/** The engine that runs on this data folder; undefined when there is none, or only the file of one that crashed. */
export async function findRunning(dataPath: string): Promise<RunningEngineFile | undefined> {
  const text = await readFile(join(dataPath, 'running.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const running = contents.parse(JSON.parse(text));
  return isAlive(running.pid) ? running : undefined;
}
