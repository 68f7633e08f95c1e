import mongoose, { type Connection } from 'mongoose';

/** A connection that models can be made on before it is opened. It makes neither collections nor indexes by itself. */
export function newConnection(): Connection {
  const connection = mongoose.createConnection();
  connection.set('autoIndex', false);
  connection.set('autoCreate', false);
  return connection;
}

/**
 * Connects to MongoDB. Writes are acknowledged by the majority: what the engine has answered for survives a failover.
 *
 * @param monitorCommands whether the client tells of each command
 * @throws Error that names the host when no server answers within `timeoutMs`
 */
export async function openConnection(
  connection: Connection,
  uri: string,
  timeoutMs: number,
  monitorCommands = false,
): Promise<void> {
  try {
    await connection.openUri(uri, {
      appName: 'revenue-engine',
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: timeoutMs,
      writeConcern: { w: 'majority' },
      monitorCommands,
    });
  } catch (error) {
    await connection.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`MongoDB does not answer at ${hostsOf(uri)}: ${reason}. Is it running, and is MONGODB_URI right?`, {
      cause: error,
    });
  }
}

/** @throws Error that names the host when no server answers within `timeoutMs` */
export async function connectMongo(uri: string, timeoutMs: number): Promise<Connection> {
  const connection = newConnection();
  await openConnection(connection, uri, timeoutMs);
  return connection;
}

/** The address without what may be a name and a password. */
function hostsOf(uri: string): string {
  return /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?]+)/.exec(uri)?.[1] ?? 'the address given';
}
