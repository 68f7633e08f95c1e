import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

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
  await writeFile(file, JSON.stringify({ pid: process.pid, ...running }), { mode: 0o600 });
  return () => rm(file, { force: true });
}

/** The engine that runs on this data folder; undefined when there is none, or only the file of one that crashed. */
export async function findRunning(dataPath: string): Promise<RunningEngineFile | undefined> {
  const text = await readFile(join(dataPath, 'running.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const running = contents.parse(JSON.parse(text));
  return isAlive(running.pid) ? running : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
