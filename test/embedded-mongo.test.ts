import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectMongo } from '../src/mongo/connection.js';
import { databaseUri } from '../src/mongo/database-uri.js';
import { lockHolder } from '../src/mongo/embedded-data.js';
import {
  DataFolderInUse,
  type EmbeddedMongo,
  type EmbeddedMongoOptions,
  startEmbeddedMongo,
} from '../src/mongo/embedded-mongo.js';
import { cleanup } from './support/cleanup.js';
import { holdMongo } from './support/mongo-child.js';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-test-'));
  cleanup(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function started(options: Partial<EmbeddedMongoOptions> = {}): Promise<EmbeddedMongo> {
  const mongo = await startEmbeddedMongo({ report: () => undefined, ...options });
  cleanup(() => mongo.stop());
  return mongo;
}

async function connected(uri: string) {
  const connection = await connectMongo(databaseUri(uri, 'shop'), 5_000);
  cleanup(() => connection.close());
  return connection;
}

/** The process id of the mongod that runs on the folder, which a stopped one empties its lock file of. */
async function mongodOn(dataPath: string): Promise<number> {
  const pid = await lockHolder(dataPath);
  if (!pid || !isAlive(pid)) throw new Error(`no mongod runs on ${dataPath}`);
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`process ${pid} still runs`);
    await sleep(50);
  }
}

/** Shared by the tests that leave it running. */
const dataPath = await temporaryFolder();
const shared = await started({ dataPath });

test('it is a replica set of one, with transactions and change streams', async () => {
  const connection = await connected(shared.uri);
  const orders = connection.collection('orders');
  const changes = orders.watch();
  cleanup(() => changes.close());
  const change = changes.next();
  await connection.transaction(async (session) => {
    await orders.insertOne({ sku: 'a' }, { session });
    expect(await orders.countDocuments({})).toBe(0);
  });
  expect(await change).toMatchObject({ operationType: 'insert', fullDocument: { sku: 'a' } });
  const undone = connection.transaction(async (session) => {
    await orders.insertOne({ sku: 'b' }, { session });
    throw new Error('changed my mind');
  });
  await expect(undone).rejects.toThrow('changed my mind');
  expect(await orders.countDocuments({})).toBe(1);
});

test('it listens on the loopback interface only', async () => {
  const connection = await connected(shared.uri);
  const options = await connection.db?.admin().command({ getCmdLineOpts: 1 });
  expect(options?.parsed.net.bindIp).toBe('127.0.0.1');
});

test('data in a folder is kept between starts, also on another port', async () => {
  const dataPath = join(await temporaryFolder(), 'made', 'on', 'the', 'way');
  const first = await started({ dataPath });
  await (await connected(first.uri)).collection('orders').insertOne({ sku: 'kept' });
  await first.stop();
  const second = await started({ dataPath });
  expect(new URL(second.uri).port).not.toBe(new URL(first.uri).port);
  const connection = await connected(second.uri);
  expect(await connection.collection('orders').findOne({})).toMatchObject({ sku: 'kept' });
  await connection.collection('orders').insertOne({ sku: 'more' });
  await second.stop();
});

test('temporary data is removed at the stop, and mongod is gone', async () => {
  const mongo = await started();
  const pid = await mongodOn(mongo.dataPath);
  await Promise.all([mongo.stop(), mongo.stop()]);
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(mongo.dataPath)).toBe(false);
});

test.each(['SIGTERM', 'SIGINT'] as const)('no mongod is left after %s', async (signal) => {
  const holder = holdMongo({});
  const { dataPath } = await holder.ready;
  const pid = await mongodOn(dataPath);
  holder.child.kill(signal);
  expect(await holder.ended).toBe(0);
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(dataPath)).toBe(false);
});

test('no mongod is left after kill -9, and a start right after it waits for the orphan', async () => {
  const dataPath = await temporaryFolder();
  const holder = holdMongo({ dataPath });
  const { uri } = await holder.ready;
  await (await connected(uri)).collection('orders').insertOne({ sku: 'survivor' });
  const orphan = await mongodOn(dataPath);
  holder.child.kill('SIGKILL');
  await holder.ended;
  expect(isAlive(orphan)).toBe(true);
  const lines: string[] = [];
  const next = await started({ dataPath, report: (line) => lines.push(line) });
  expect(isAlive(orphan)).toBe(false);
  expect(lines).toEqual([`${dataPath} is in use: waiting for the mongod of a crashed engine to end`]);
  expect(await (await connected(next.uri)).collection('orders').findOne({})).toMatchObject({ sku: 'survivor' });
  await next.stop();
});

test('a second start on the same folder fails without a wait, names the process that has it, and leaves it alone', async () => {
  const pid = await mongodOn(dataPath);
  const lines: string[] = [];
  const failure = await startEmbeddedMongo({ dataPath, report: (line) => lines.push(line) }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(DataFolderInUse);
  expect(lines).toEqual([]);
  expect(String(failure)).toContain(`${dataPath} is in use by another running mongod (process ${pid})`);
  const connection = await connected(shared.uri);
  expect(await connection.collection('orders').insertOne({ sku: 'still here' })).toMatchObject({ acknowledged: true });
});

test('a port that another program listens on is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const dataPath = await temporaryFolder();
  const failure = startEmbeddedMongo({ dataPath, port, report: () => undefined });
  await expect(failure).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
  other.close();
  expect((await readFile(join(dataPath, 'mongod.lock'), 'utf8').catch(() => '')).trim()).toBe('');
});

test('a mongod that ends by itself is reported', async () => {
  const lines: string[] = [];
  const mongo = await started({ report: (line) => lines.push(line) });
  const pid = await mongodOn(mongo.dataPath);
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
  await sleep(50);
  expect(lines).toEqual(['The embedded mongod ended by itself (SIGKILL)']);
  await mongo.stop();
});
