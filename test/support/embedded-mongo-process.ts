import { startEmbeddedMongo } from '../../src/mongo/embedded-mongo.js';

/**
 * A process that holds an embedded MongoDB, to be ended from outside. It prints one line of JSON when MongoDB is ready.
 * Argument: the EmbeddedMongoOptions as JSON, without `report`, whose lines go to stderr.
 */
const options: object = JSON.parse(process.argv[2] ?? '{}');

try {
  const mongo = await startEmbeddedMongo({ ...options, report: (message) => console.error(message) });
  const leave = async (): Promise<void> => {
    await mongo.stop();
    process.exit(0);
  };
  process.once('SIGTERM', () => void leave());
  process.once('SIGINT', () => void leave());
  process.stdout.write(`${JSON.stringify({ uri: mongo.uri, binary: mongo.binary, dataPath: mongo.dataPath })}\n`);
} catch (error) {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exit(1);
}
