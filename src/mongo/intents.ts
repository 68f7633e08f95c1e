import { randomUUID } from 'node:crypto';
import type { Collection, Connection } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

/** Shorter than the 24 hours after which Stripe may forget a key: https://docs.stripe.com/api/idempotent_requests */
const REMEMBERED_FOR_SECONDS = 23 * 60 * 60;

/** What somebody set out to do at Stripe, so that whoever does it again does the very same. */
export interface Intent<I> {
  /** For Stripe's Idempotency-Key header. */
  readonly idempotencyKey: string;
  /** What the first one asked for. */
  readonly input: I;
}

interface StoredIntent {
  _id: string;
  idempotency_key: string;
  input: unknown;
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
    const intent = { _id: name, idempotency_key: newKey(name), input, created_at: new Date() };
    try {
      // Else undefined would be stored as null, and a repetition would not say the same to Stripe.
      await this.#intents.insertOne(intent, { ignoreUndefined: true });
      return { idempotencyKey: intent.idempotency_key, input };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const first = await this.#intents.findOne({ _id: name });
    // It may have run out between the two calls; then this one is the first.
    if (!first) return this.begin(name, input);
    return { idempotencyKey: first.idempotency_key, input: first.input as I };
  }

  /** After the deed is stored and could be meant anew. */
  async forget(name: string): Promise<void> {
    await this.#intents.deleteOne({ _id: name });
  }
}

/** Unique by itself; the name is in it for people who read Stripe's log. A header holds ASCII, and Stripe takes 255 of it. */
function newKey(name: string): string {
  return `${name.replace(/[^\x21-\x7e]/g, '_').slice(0, 200)}:${randomUUID()}`;
}
