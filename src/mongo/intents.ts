import { randomUUID } from 'node:crypto';
import type { Collection, Connection } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

/** Shorter than the 24 hours after which Stripe may forget a key: https://docs.stripe.com/api/idempotent_requests */
const REMEMBERED_FOR_SECONDS = 23 * 60 * 60;

/** Stripe takes keys of up to 255 characters; the beginning of the name is there for people who read its logs. */
const READABLE_LENGTH = 200;

/** What somebody set out to do at Stripe, so that whoever does it again does the very same. */
export interface Intent<I> {
  /** For Stripe's Idempotency-Key header. */
  readonly idempotencyKey: string;
  /** What the first one asked for. */
  readonly input: I;
  /** What came of it, once it is done. */
  readonly result: string | null;
}

interface StoredIntent {
  _id: string;
  idempotency_key: string;
  input: unknown;
  result: string | null;
  created_at: Date;
}

/**
 * Remembers intents for 23 hours, over all processes and crashes: of many callers with the same name the first one's
 * input counts, and all get the same idempotency key, so that Stripe acts once.
 */
export class Intents {
  readonly #intents: Collection<StoredIntent>;

  constructor(connection: Connection) {
    this.#intents = connection.collection<StoredIntent>('intents');
  }

  async createIndexes(): Promise<void> {
    await this.#intents.createIndex({ created_at: 1 }, { expireAfterSeconds: REMEMBERED_FOR_SECONDS });
  }

  /** @param name says tenant, deed and the client's key, if it gave one */
  async begin<I extends object>(name: string, input: I): Promise<Intent<I>> {
    const idempotencyKey = `${name.slice(0, READABLE_LENGTH)}:${randomUUID()}`;
    const intent = { _id: name, idempotency_key: idempotencyKey, input, result: null, created_at: new Date() };
    try {
      await this.#intents.insertOne(intent);
      return { idempotencyKey, input, result: null };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // It may have run out between the two calls; then this one is the first.
    return (await this.find<I>(name)) ?? this.begin(name, input);
  }

  async find<I extends object>(name: string): Promise<Intent<I> | null> {
    const intent = await this.#intents.findOne({ _id: name });
    return intent && { idempotencyKey: intent.idempotency_key, input: intent.input as I, result: intent.result };
  }

  /** Keeps what came of it, for whoever asks for the same again. */
  async finish(name: string, result: string): Promise<void> {
    await this.#intents.updateOne({ _id: name }, { $set: { result } });
  }

  /** After the deed is stored and could be meant anew. */
  async forget(name: string): Promise<void> {
    await this.#intents.deleteOne({ _id: name });
  }
}
