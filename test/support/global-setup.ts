import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/mongo/embedded-mongo.js';
import { memoryFolder } from './memory-folder.js';

declare global {
  var testMongo: EmbeddedMongo | undefined;
}

/** One real MongoDB for the whole run; each test makes databases of its own in it. */
export default async function globalSetup(): Promise<void> {
  const uri = process.env.TEST_MONGODB_URI;
  if (uri) return;
  const temporaryIn = await memoryFolder();
  globalThis.testMongo = await startEmbeddedMongo({ report: (message) => console.error(message), temporaryIn });
  process.env.TEST_MONGODB_URI = globalThis.testMongo.uri;
}
