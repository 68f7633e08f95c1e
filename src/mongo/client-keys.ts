import { randomUUID } from 'node:crypto';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { sha256Hex } from '../terms/digest.js';
import type { Intent, Intents } from './intents.js';

/** A deed that a client may name by a key of its own. */
export interface KeyedDeed<R> {
  /** Such as `createCheckout`. */
  readonly operation: string;
  readonly organizationId: string;
  /** The client's key; absent: each call is a deed of its own. */
  readonly clientKey: string | null | undefined;
  /** What the client asked for, without the key. */
  readonly input: object;
  /** Whether calls for the same at the same time are one deed even where the client gives no key: a double click. */
  readonly isOneAtATime?: boolean;
  /**
   * Does it, once, and gives the id of what came of it.
   *
   * @param idempotencyKey for the request to Stripe that does it
   */
  readonly run: (idempotencyKey: string) => Promise<string>;
  /** Reads what came of it. */
  readonly find: (id: string) => Promise<R>;
}

/**
 * Makes a deed happen once for a client's key: a repetition gets what came of the first, other input under the same key
 * is refused, and a repetition after a crash or an outage goes on under the same key at Stripe. Keys are told apart by
 * organization and operation, and are remembered as long as intents are.
 */
export class ClientKeys {
  constructor(private readonly intents: Intents) {}

  /** @throws BillingFault CONFLICT for other input under the same key, and whatever `run` throws */
  async once<R>(deed: KeyedDeed<R>): Promise<R> {
    const { clientKey, operation, organizationId } = deed;
    if (!clientKey) return deed.find(await this.#withoutKey(deed));
    const name = `${operation}:${organizationId}:${sha256Hex(clientKey)}`;
    const intent = await this.intents.begin(name, { inputHash: sha256Hex(JSON.stringify(deed.input)) });
    assertSameInput(intent, deed.input);
    return deed.find(intent.result ?? (await this.#run(name, intent, deed)));
  }

  /** The intent is forgotten once the deed is done: the same may be meant again. */
  async #withoutKey<R>({ operation, organizationId, input, isOneAtATime, run }: KeyedDeed<R>): Promise<string> {
    if (!isOneAtATime) return run(`${operation}:${organizationId}:${randomUUID()}`);
    const name = `${operation}:${organizationId}:now:${sha256Hex(JSON.stringify(input))}`;
    const { idempotencyKey } = await this.intents.begin(name, {});
    const id = await this.intents.pursue(name, () => run(idempotencyKey));
    await this.intents.forget(name);
    return id;
  }

  async #run<R>(name: string, { idempotencyKey }: Intent<object>, deed: KeyedDeed<R>): Promise<string> {
    const id = await this.intents.pursue(name, () => deed.run(idempotencyKey));
    await this.intents.finish(name, id);
    return id;
  }
}

function assertSameInput(intent: Intent<{ readonly inputHash: string }>, input: object): void {
  if (intent.input.inputHash === sha256Hex(JSON.stringify(input))) return;
  throw new BillingFault(
    BillingErrorCode.CONFLICT,
    'This idempotency key was used with other input; use a new key for another one',
    { field: ['input', 'idempotencyKey'] },
  );
}
