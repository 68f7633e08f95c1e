import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type AppliedMigration, AppliedMigrations } from '../src/migrations/applied-migrations.js';
import { Migrator } from '../src/migrations/migrator.js';
import type { DeclaredIndexes } from '../src/mongo/declared-indexes.js';
import type { Migration } from '../src/mongo/migration.js';
import { cleanup } from './support/cleanup.js';
import { engineCommand, temporaryFolder } from './support/engine-process.js';
import type { MigratingOptions } from './support/migrating-process.js';
import { runningEngine } from './support/running-engine.js';
import { type TestDatabase, testDatabase } from './support/test-database.js';
import { until } from './support/until.js';

const LOCK = { leaseMs: 1_000, waitMs: 5_000 };
const PARCELS = 6;

interface MigratingProcess {
  readonly child: ChildProcess;
  lines(): readonly string[];
  readonly ended: Promise<number | null>;
}

/** A process that weighs the parcels of a database, in two migrations. */
function migrating(database: TestDatabase, options: Partial<MigratingOptions> = {}): MigratingProcess {
  const given: MigratingOptions = { uri: database.uri, ...LOCK, pauseMs: 30, ...options };
  const script = join(import.meta.dirname, 'support', 'migrating-process.js');
  const child = spawn(process.execPath, [script, JSON.stringify(given)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  cleanup(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, lines: () => said.split('\n').filter((line) => line !== ''), ended };
}

async function databaseWithParcels(): Promise<TestDatabase> {
  const database = await testDatabase();
  const parcels = Array.from({ length: PARCELS }, (_, number) => ({ _id: number as never, net: null, gross: null }));
  await database.connection.collection('parcels').insertMany(parcels);
  return database;
}

async function runsOf({ connection }: TestDatabase): Promise<string[]> {
  const rows = await connection
    .collection('runs')
    .find({}, { sort: { _id: 1 } })
    .toArray();
  return rows.map(({ name }) => String(name));
}

/** Every parcel has both weights, and was weighed for each once. */
async function expectWeighed({ connection }: TestDatabase): Promise<void> {
  const parcels = await connection.collection('parcels').find().toArray();
  expect(parcels.map(({ net, gross, weighings }) => [net, gross, weighings])).toEqual(
    Array.from({ length: PARCELS }, () => [100, 100, 2]),
  );
  const applied = await new AppliedMigrations(connection).list();
  expect(applied.map(({ _id }) => _id)).toEqual(['0001-net-weights', '0002-gross-weights']);
}

describe('processes', () => {
  test('that start at once run each migration once, in order, and the others wait for it', async () => {
    const database = await databaseWithParcels();
    const both = [migrating(database), migrating(database), migrating(database)];
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    expect(await runsOf(database)).toEqual(['0001-net-weights', '0002-gross-weights']);
    await expectWeighed(database);
    const lines = both.map((each) => each.lines());
    expect(lines.filter((own) => own.includes('applied 0001-net-weights'))).toHaveLength(1);
    expect(lines.filter((own) => own[0] === 'waits' || own.length === 1)).toHaveLength(2);
  });

  test('that are killed midway are followed by one that does the rest, once the lease is over', async () => {
    const database = await databaseWithParcels();
    const killed = migrating(database, { pauseMs: 60_000 });
    await until(async () => killed.lines().includes('weighed 0'));
    killed.child.kill('SIGKILL');
    await killed.ended;
    const next = migrating(database);
    expect(await next.ended).toBe(0);
    expect(next.lines().find((line) => line.startsWith('weighed'))).toBe('weighed 1');
    expect(await runsOf(database)).toEqual(['0001-net-weights', '0001-net-weights', '0002-gross-weights']);
    await expectWeighed(database);
  });

  test('that stood still for longer than the lease are overtaken, and do not say that they were done', async () => {
    const database = await databaseWithParcels();
    const slow = migrating(database, { pauseMs: 300 });
    await until(async () => slow.lines().includes('weighed 0'));
    slow.child.kill('SIGSTOP');
    const next = migrating(database);
    expect(await next.ended).toBe(0);
    slow.child.kill('SIGCONT');
    expect(await slow.ended).toBe(1);
    expect(slow.lines().at(-1)).toMatch(/0001-net-weights failed: the lock was lost/);
    await expectWeighed(database);
  });

  test('that wait for longer than they may say who holds the lock and what to do', async () => {
    const database = await databaseWithParcels();
    const holder = migrating(database, { pauseMs: 60_000 });
    await until(async () => holder.lines().includes('weighed 0'));
    const waiting = migrating(database, { waitMs: 300 });
    expect(await waiting.ended).toBe(1);
    expect(waiting.lines().at(-1)).toMatch(
      new RegExp(`:${holder.child.pid} migrates the database since .*MIGRATION_WAIT_SECONDS.*migrate --list`),
    );
    // The holder renews its lease, however long it takes.
    await new Promise((resolve) => setTimeout(resolve, 1.5 * LOCK.leaseMs));
    expect(await migrating(database, { waitMs: 0 }).ended).toBe(1);
  });
});

describe('a database', () => {
  const nothing = (name: string, over: Partial<Migration> = {}): Migration => ({
    name,
    summary: 'Nothing is done',
    isAdditive: true,
    run: async () => undefined,
    ...over,
  });

  /** As a newer version leaves it. */
  async function migratedFurther({ connection }: TestDatabase, isAdditive: boolean): Promise<void> {
    const newer: AppliedMigration = {
      _id: '9999-from-the-future',
      is_additive: isAdditive,
      applied_at: new Date(),
      duration_ms: 1,
      by: 'newer:1',
    };
    await connection.collection<AppliedMigration>('migrations').insertOne(newer);
  }

  test('says what was done to it, when, by whom and for how long; doing it again does nothing', async () => {
    const { connection } = await testDatabase();
    let runs = 0;
    const counted = nothing('0001-counted', {
      run: async () => {
        runs += 1;
      },
    });
    const migrator = new Migrator(connection, [counted], [], LOCK);
    expect((await migrator.state()).pending).toEqual([counted]);
    await migrator.run();
    const [applied, ...others] = await connection.collection('migrations').find().toArray();
    expect(others).toEqual([]);
    expect(applied).toEqual({
      _id: '0001-counted',
      is_additive: true,
      applied_at: expect.any(Date),
      duration_ms: expect.any(Number),
      by: expect.stringMatching(`:${process.pid}$`),
    });
    await migrator.run();
    await new Migrator(connection, [counted], [], LOCK).run();
    expect(runs).toBe(1);
  });

  test('of which a migration failed is left where it was, with a message that says how to go on', async () => {
    const { connection } = await testDatabase();
    let isBroken = true;
    const run = async () => {
      if (isBroken) throw new Error('a plan has no name');
    };
    const migrator = new Migrator(connection, [nothing('0001-named', { run }), nothing('0002-next')], [], LOCK);
    await expect(migrator.run()).rejects.toThrow(
      /0001-named failed: a plan has no name\..*run `revenue-engine migrate` again/,
    );
    expect((await migrator.state()).applied).toEqual([]);
    isBroken = false;
    await migrator.run();
    expect((await migrator.state()).applied).toHaveLength(2);
  });

  test('that a newer version has changed is refused; one that it only added to is not', async () => {
    const changed = await testDatabase();
    await migratedFurther(changed, false);
    await expect(runningEngine({ env: { MONGODB_URI: changed.uri } })).rejects.toThrow(
      /newer version has migrated the database \(9999-from-the-future\).*start that version or a newer one/,
    );
    expect(await changed.connection.collection('subscriptions').countDocuments()).toBe(0);

    const added = await testDatabase();
    await migratedFurther(added, true);
    const engine = await runningEngine({ env: { MONGODB_URI: added.uri } });
    expect((await fetch(`${engine.url}/readyz`)).status).toBe(200);
  });

  test('takes no migrations of one number, and none without', async () => {
    const { connection } = await testDatabase();
    for (const names of [['0001-one', '0001-other'], ['one'], ['01-one']]) {
      const migrations = names.map((name) => nothing(name));
      expect(() => new Migrator(connection, migrations, [], LOCK)).toThrow(/named by a number of their own/);
    }
  });

  describe('has indexes', () => {
    const key = { parcel_id: 1 } as const;

    function declared({ connection }: TestDatabase, indexes: DeclaredIndexes['indexes']): readonly DeclaredIndexes[] {
      return [{ collection: connection.collection('parcels'), indexes }];
    }

    async function indexesIn({ connection }: TestDatabase): Promise<object> {
      const all = await connection.collection('parcels').indexes();
      return Object.fromEntries(all.map(({ name, v, key: _key, ...options }) => [name, options]));
    }

    test('as this version declares them: those of others are left alone, and its own go by a migration', async () => {
      const database = await testDatabase();
      const { connection } = database;
      await connection.collection('parcels').createIndex({ made_by: 1 }, { name: 'by_an_operator' });
      await new Migrator(
        connection,
        [],
        declared(database, [{ key }, { key: { at: 1 }, expireAfterSeconds: 60 }]),
        LOCK,
      ).run();
      expect(await indexesIn(database)).toEqual({
        _id_: {},
        by_an_operator: {},
        parcel_id_1: {},
        at_1: { expireAfterSeconds: 60 },
      });

      const next = declared(database, [
        { key, unique: true },
        { key: { at: 1 }, expireAfterSeconds: 90 },
      ]);
      const migrator = new Migrator(connection, [], next, LOCK);
      expect((await migrator.state()).indexes).toMatchObject([
        { there: { name: 'parcel_id_1' } },
        { there: { name: 'at_1' } },
      ]);
      await migrator.run();
      const replaced = {
        _id_: {},
        by_an_operator: {},
        parcel_id_1: { unique: true },
        at_1: { expireAfterSeconds: 90 },
      };
      expect(await indexesIn(database)).toEqual(replaced);

      const fewer = declared(database, [{ key, unique: true }]);
      await new Migrator(connection, [], fewer, LOCK).run();
      expect(await indexesIn(database)).toEqual(replaced);
      const drops = nothing('0001-no-lifetime', {
        run: async ({ dropIndex }) => {
          for (let round = 0; round < 2; round += 1) await dropIndex('parcels', 'at_1');
          await dropIndex('nowhere', 'at_1');
        },
      });
      await new Migrator(connection, [drops], fewer, LOCK).run();
      expect(await indexesIn(database)).toEqual({ _id_: {}, by_an_operator: {}, parcel_id_1: { unique: true } });
    });

    test('that another index made by hand serves as well, under whatever name', async () => {
      const database = await testDatabase();
      await database.connection.collection('parcels').createIndex(key, { unique: true, name: 'by_an_operator' });
      await new Migrator(database.connection, [], declared(database, [{ key, unique: true }]), LOCK).run();
      expect(await indexesIn(database)).toEqual({ _id_: {}, by_an_operator: { unique: true } });
    });

    test('that are put back where the new one cannot be made, with a message that says what stands in its way', async () => {
      const database = await testDatabase();
      const { connection } = database;
      await new Migrator(connection, [], declared(database, [{ key }]), LOCK).run();
      await connection.collection('parcels').insertMany([{ parcel_id: 1 }, { parcel_id: 1 }]);
      const unique = new Migrator(connection, [], declared(database, [{ key, unique: true }]), LOCK);
      await expect(unique.run()).rejects.toThrow(
        /parcels \(parcel_id_1\) cannot be made: .*dup key.*Remove in mongosh/,
      );
      expect(await indexesIn(database)).toEqual({ _id_: {}, parcel_id_1: {} });
    });

    test('of which a version that is not the newest touches none', async () => {
      const database = await testDatabase();
      await database.connection.collection('parcels').createIndex(key, { unique: true });
      await migratedFurther(database, true);
      await new Migrator(database.connection, [], declared(database, [{ key }]), LOCK).run();
      expect(await indexesIn(database)).toEqual({ _id_: {}, parcel_id_1: { unique: true } });
    });
  });
});

describe('revenue-engine migrate', () => {
  /** Runs the command over a database. */
  async function command(database: TestDatabase, args: readonly string[], over: Readonly<Record<string, string>> = {}) {
    const folder = await temporaryFolder();
    const env = {
      MONGODB_URI: database.uri,
      STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
      STRIPE_WEBHOOK_SECRET: 'whsec_of_the_engine',
      PORT: '0',
      DATA_PATH: folder,
      ...over,
    };
    return engineCommand(args, env, folder).ended;
  }

  test('--check and --list change nothing; where a start may not migrate, it says which command does', async () => {
    const database = await testDatabase();
    const { connection } = database;
    const [check, refused] = await Promise.all([
      command(database, ['migrate', '--check']),
      command(database, ['serve'], { MIGRATE_AT_START: 'false' }),
    ]);
    expect(check).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Pending: 0001-histories-begin, index /) });
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not up to date: .*`revenue-engine migrate`/),
    });
    expect(await connection.listCollections()).toEqual([]);

    const migrated = await command(database, ['migrate']);
    expect(migrated).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^0001-histories-begin +\d{4}-.*, \d+ ms, by /),
    });
    const list = await command(database, ['migrate', '--check', '--list']);
    expect(list).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^0001-histories-begin +\S+, \d+ ms, by \S+\n$/),
    });
    await runningEngine({ env: { MONGODB_URI: database.uri, MIGRATE_AT_START: 'false' } });
  });
});
