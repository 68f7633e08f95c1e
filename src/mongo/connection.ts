import mongoose, { type Connection } from 'mongoose';

/**
 * Connects to MongoDB. Writes are acknowledged by the majority: what the engine has answered for survives a failover.
 *
 * @throws Error that names the host when no server answers within `timeoutMs`
 */
export async function connectMongo(uri: string, timeoutMs: number): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    appName: 'revenue-engine',
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: timeoutMs,
    writeConcern: { w: 'majority' },
  });
  try {
    return await connection.asPromise();
  } catch (error) {
    await connection.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`MongoDB does not answer at ${hostsOf(uri)}: ${reason}. Is it running, and is MONGODB_URI right?`, {
      cause: error,
    });
  }
}

/** The address without what may be a name and a password. */
function hostsOf(uri: string): string {
  return /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?]+)/.exec(uri)?.[1] ?? 'the address given';
}
