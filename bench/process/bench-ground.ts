import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { lockHolder } from '../../src/mongo/embedded-data.js';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/mongo/embedded-mongo.js';

/** What every bench stands on. */
export interface BenchGround {
  readonly mongo: EmbeddedMongo;
  readonly mongoPid: number;
  /** Servers run and log there; it is removed at the end. */
  readonly folder: string;
}

export interface BenchGroundOptions {
  readonly report: (message: string) => void;
  /** Where the database is kept; a temporary folder when absent. */
  readonly data?: string | undefined;
}

/** Starts mongod; what is started besides ends with this process, however that ends. */
export async function startBenchGround({ report, data }: BenchGroundOptions): Promise<BenchGround> {
  const folder = await mkdtemp(join(tmpdir(), 'revenue-engine-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const mongo = await startEmbeddedMongo({ report, ...(data ? { dataPath: resolve(data) } : {}) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => mongo.stop().finally(() => process.exit(1)));
  }
  const mongoPid = await lockHolder(mongo.dataPath);
  if (mongoPid === undefined) {
    await mongo.stop();
    throw new Error('The process of the embedded mongod is not known');
  }
  return { mongo, mongoPid, folder };
}
