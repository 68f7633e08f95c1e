import { createHash } from 'node:crypto';
import type { Clock } from '../state/clock.js';
import type { Collection } from '../state/collection.js';
import type { Store } from '../state/store.js';
import type { JsonObject } from '../state/wire.js';
import { invalidRequest } from './failures.js';
import { StripeFailure } from './stripe-failure.js';

/** The first answer to a request with an idempotency key. The id is the key. */
export interface StoredAnswer {
  readonly id: string;
  readonly url: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: JsonObject;
  readonly requestId: string;
  readonly created: number;
}

/** A request under way that holds its key until `finish` or `abandon`. */
export interface KeyHold {
  /** Keeps the answer, so that every later request with the key gets it. Inside the request's transaction. */
  finish(status: number, body: JsonObject, requestId: string): void;
  /** Frees the key; without `finish` before it, the next request with it runs anew. */
  release(): void;
}

const MAXIMAL_LENGTH = 255;
const KEPT_SECONDS = 24 * 60 * 60;

/**
 * Idempotency of API v1: the first answer is repeated, errors of the execution too.
 * Source: https://docs.stripe.com/api/idempotent_requests
 */
export class Idempotency {
  readonly #inFlight = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly answers: Collection<StoredAnswer>,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the key for a request, or gives the answer that an earlier one with the same parameters got.
   *
   * @throws StripeFailure 400 for a key used with other parameters, 409 while another request holds it
   */
  begin(key: string, url: string, params: JsonObject): StoredAnswer | KeyHold {
    if (key.length > MAXIMAL_LENGTH) {
      throw invalidRequest(`Idempotency keys must be ${MAXIMAL_LENGTH} characters or less; yours has ${key.length}.`);
    }
    if (this.#inFlight.has(key)) throw keyInUse(key);
    const fingerprint = fingerprintOf(params);
    const stored = this.answers.get(key);
    if (stored !== undefined && stored.created > this.clock.now() - KEPT_SECONDS) {
      if (stored.url !== url) throw otherEndpoint(key, url, stored.url);
      if (stored.fingerprint !== fingerprint) throw otherParameters(key);
      return stored;
    }
    this.#inFlight.add(key);
    return {
      finish: (status, body, requestId) => {
        this.answers.put({ id: key, url, fingerprint, status, body, requestId, created: this.clock.now() });
      },
      release: () => this.#inFlight.delete(key),
    };
  }

  /** Forgets the answers that are older than a day. */
  prune(): void {
    const oldest = this.clock.now() - KEPT_SECONDS;
    this.store.transaction(() => {
      for (const answer of this.answers.newestFirst((kept) => kept.created <= oldest)) this.answers.remove(answer.id);
    });
  }
}

export function isStoredAnswer(begun: StoredAnswer | KeyHold): begun is StoredAnswer {
  return 'fingerprint' in begun;
}

function fingerprintOf(params: JsonObject): string {
  return createHash('sha256').update(canonical(params)).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

function idempotencyError(status: number, message: string, code?: string): StripeFailure {
  return new StripeFailure(status, { type: 'idempotency_error', message, ...(code === undefined ? {} : { code }) });
}

function otherParameters(key: string): StripeFailure {
  return idempotencyError(
    400,
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}

function otherEndpoint(key: string, url: string, first: string): StripeFailure {
  return idempotencyError(
    400,
    `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${url}' vs '${first}'). Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}

function keyInUse(key: string): StripeFailure {
  return idempotencyError(
    409,
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    'idempotency_key_in_use',
  );
}
