import mongoose, { type Connection } from 'mongoose';

/**
 * Connects to MongoDB. Writes are acknowledged by the majority: what the engine has answered for survives a failover.
 *
 * @throws MongooseServerSelectionError when no server answers within `timeoutMs`
 */
export async function connectMongo(uri: string, timeoutMs: number): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    appName: 'revenue-engine',
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: timeoutMs,
    writeConcern: { w: 'majority' },
  });
  return connection.asPromise();
}
