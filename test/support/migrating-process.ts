import { setTimeout as pause } from 'node:timers/promises';
import { Migrator } from '../../src/migrations/migrator.js';
import { connectMongo } from '../../src/mongo/connection.js';
import type { Migration } from '../../src/mongo/migration.js';

/** What a process is to migrate, and how slowly. */
export interface MigratingOptions {
  readonly uri: string;
  readonly leaseMs: number;
  readonly waitMs: number;
  /** After each parcel. */
  readonly pauseMs: number;
}

/** Migrates and ends; says on stdout what happens, each in a line. */
const { uri, leaseMs, waitMs, pauseMs } = JSON.parse(process.argv[2] ?? '{}') as MigratingOptions;
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Each parcel is weighed once: `weighings` would show a second time. */
const weigh = (name: string, field: string): Migration => ({
  name,
  summary: 'Parcels are weighed',
  isAdditive: true,
  run: async ({ connection, signal }) => {
    await connection.collection('runs').insertOne({ name, pid: process.pid });
    const parcels = connection.collection('parcels');
    for await (const { _id } of parcels.find({ [field]: null }).sort({ _id: 1 })) {
      signal.throwIfAborted();
      await parcels.updateOne({ _id, [field]: null }, { $set: { [field]: 100 }, $inc: { weighings: 1 } });
      say(`weighed ${String(_id)}`);
      await pause(pauseMs);
    }
  },
});

const connection = await connectMongo(uri, 5_000);
try {
  const migrations = [weigh('0002-gross-weights', 'gross'), weigh('0001-net-weights', 'net')];
  await new Migrator(connection, migrations, [], { leaseMs, waitMs }).run({
    onWaiting: () => say('waits'),
    onApplied: ({ _id }) => say(`applied ${_id}`),
  });
  say('done');
} catch (error) {
  say(`failed: ${String(error)}`);
  process.exitCode = 1;
} finally {
  await connection.close();
}
