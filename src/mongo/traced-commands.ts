import type { Connection } from 'mongoose';
import type { Tracer } from '../terms/tracer.js';

/**
 * A span for each command of MongoDB that belongs to another span: its name and collection, not what it asks for.
 *
 * By the driver's own monitoring, because OpenTelemetry's instrumentation has to be loaded before the driver is.
 * https://www.mongodb.com/docs/drivers/node/current/monitoring-and-logging/monitoring/#command-monitoring
 *
 * @param connection opened with `monitorCommands`
 */
export function traceCommands(connection: Connection, tracer: Tracer): void {
  const collections = new Map<number, string>();
  const client = connection.getClient();
  client.on('commandStarted', ({ requestId, commandName, command }) => {
    const collection: unknown = commandName === 'getMore' ? command.collection : command[commandName];
    if (typeof collection === 'string') collections.set(requestId, collection);
  });
  const record = (command: { requestId: number; commandName: string; duration: number }, failure?: string) => {
    const { requestId, commandName, duration } = command;
    const collection = collections.get(requestId);
    collections.delete(requestId);
    tracer.record({
      name: collection === undefined ? commandName : `${commandName} ${collection}`,
      kind: 'client',
      facts: {
        'db.system.name': 'mongodb',
        'db.namespace': connection.name,
        'db.operation.name': commandName,
        'db.collection.name': collection,
      },
      milliseconds: duration,
      failure,
      isDetail: true,
    });
  };
  client.on('commandSucceeded', (command) => record(command));
  client.on('commandFailed', (command) => record(command, command.failure.constructor.name));
}
