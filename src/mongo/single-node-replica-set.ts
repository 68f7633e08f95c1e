import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { replicaSetName } from './mongod-process.js';

const electionPatienceMs = 20_000;
const alreadyInitialized = 23;

type Admin = ReturnType<InstanceType<typeof mongoose.mongo.MongoClient>['db']>;

/**
 * Makes the mongod on `port` the primary of a replica set of one, which transactions and change streams need. Data that
 * was last served on another port still names that port as its member, so the stored configuration is moved here.
 *
 * @throws Error when it does not become primary in time
 */
export async function becomePrimary(port: number): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(`mongodb://127.0.0.1:${port}/`, {
    directConnection: true,
    serverSelectionTimeoutMS: 10_000,
  });
  try {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello.setName !== replicaSetName) await configure(admin, `127.0.0.1:${port}`);
    await waitForPrimary(admin);
  } finally {
    await client.close();
  }
}

async function configure(admin: Admin, host: string): Promise<void> {
  const members = [{ _id: 0, host }];
  try {
    await admin.command({ replSetInitiate: { _id: replicaSetName, members } });
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== alreadyInitialized) throw error;
    const { config } = await admin.command({ replSetGetConfig: 1 });
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
  }
}

async function waitForPrimary(admin: Admin): Promise<void> {
  const deadline = Date.now() + electionPatienceMs;
  while (Date.now() < deadline) {
    const hello = await admin.command({ hello: 1 });
    if (hello.isWritablePrimary === true) return;
    await sleep(20);
  }
  throw new Error('The embedded mongod did not become primary of its replica set in time.');
}
