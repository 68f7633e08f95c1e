import { randomUUID } from 'node:crypto';
import type { Collection, Connection } from 'mongoose';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { DeclaredIndexes } from './declared-indexes.js';
import { isDuplicateKey } from './duplicate-key.js';

/** Shorter than the 24 hours after which Stripe may forget a key: https://docs.stripe.com/api/idempotent_requests */
const REMEMBERED_FOR_SECONDS = 23 * 60 * 60;

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

  get declaredIndexes(): DeclaredIndexes {
    return {
      collection: this.#intents,
      indexes: [{ key: { created_at: 1 }, expireAfterSeconds: REMEMBERED_FOR_SECONDS }],
    };
  }

  /** @param name says tenant, deed and the client's key, if it gave one */
  async begin<I extends object>(name: string, input: I): Promise<Intent<I>> {
    const intent = { _id: name, idempotency_key: newKey(name), input, result: null, created_at: new Date() };
    try {
      // Else undefined would be stored as null, and a repetition would not say the same to Stripe.
      await this.#intents.insertOne(intent, { ignoreUndefined: true });
      return { idempotencyKey: intent.idempotency_key, input, result: null };
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

  /**
   * Does what an intent is for. After a failure that is final the intent is forgotten, so that the next one begins anew
   * under another key; after one that may have had an effect, or may pass, it goes on under the same key.
   */
  async pursue<R>(name: string, deed: () => Promise<R>): Promise<R> {
    try {
      return await deed();
    } catch (error) {
      if (isFinal(error)) await this.forget(name);
      throw error;
    }
  }

  /** After the deed is stored and could be meant anew. */
  async forget(name: string): Promise<void> {
    await this.#intents.deleteOne({ _id: name });
  }
}

/** Stripe keeps every failure under the key once it has begun to execute: https://docs.stripe.com/api/idempotent_requests */
function isFinal(error: unknown): boolean {
  if (!(error instanceof BillingFault)) return false;
  return error.code !== BillingErrorCode.STRIPE_UNAVAILABLE || error.context.isRepeated === true;
}

/** Unique by itself; the name is in it for people who read Stripe's log. A header holds ASCII, and Stripe takes 255 of it. */
function newKey(name: string): string {
  return `${name.replace(/[^\x21-\x7e]/g, '_').slice(0, 200)}:${randomUUID()}`;
}
