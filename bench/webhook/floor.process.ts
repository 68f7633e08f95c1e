/**
 * The floor: the least that a receiver must do so that no event is lost. Verifies, stores the event by one insertOne
 * (majority, unique index on event_id), answers 200; a duplicate is recognised by the index. It applies nothing.
 */
import mongoose from 'mongoose';
import { contestantEnvironment } from './contestant-environment.js';
import { webhookServer } from './webhook-server.js';

const DUPLICATE_KEY = 11000;

const { port, mongoUri, webhookSecret } = contestantEnvironment();
const client = await mongoose.mongo.MongoClient.connect(mongoUri, { writeConcern: { w: 'majority' } });
const events = client.db().collection('webhook_events');
await events.createIndex({ event_id: 1 }, { unique: true });

webhookServer(webhookSecret, async (event) => {
  try {
    await events.insertOne({
      event_id: event.id,
      event_type: event.type,
      event_data: event,
      processed: false,
      created_at: new Date(),
    });
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
  }
}).listen(port, '127.0.0.1');
