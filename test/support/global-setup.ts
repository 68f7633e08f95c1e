import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/mongo/embedded-mongo.js';

declare global {
  var testMongo: EmbeddedMongo | undefined;
}

/** One real MongoDB for the whole run; each test makes databases of its own in it. */
export default async function globalSetup(): Promise<void> {
  const uri = process.env.TEST_MONGODB_URI;
  if (uri) return;
  globalThis.testMongo = await startEmbeddedMongo({ report: (message) => console.error(message) });
  process.env.TEST_MONGODB_URI = globalThis.testMongo.uri;
}
