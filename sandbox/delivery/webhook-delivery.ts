import { renderEvent } from '../events/render-event.js';
import type { StoredEvent } from '../events/stored-event.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import { listensTo } from '../webhook-endpoints/listens-to.js';
import type { Delivery, DeliveryAttempt } from './delivery.js';
import { signatureHeader } from './signature.js';

export interface WebhookDeliveryOptions {
  /** The pause after each failed attempt; as many retries as entries. */
  readonly retryDelaysMs: readonly number[];
  /** How long an endpoint may take to answer. */
  readonly timeoutMs: number;
  readonly log: (line: string, fields?: object) => void;
}

const MOST_AT_ONCE = 32;
/** The longest pause that a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Brings events to the webhook endpoints: concurrently and so in no promised order, each attempt signed anew, anything
 * but a 2xx tried again later. What is pending is kept with the state and goes on after a restart.
 * Source: https://docs.stripe.com/webhooks#retries
 */
export class WebhookDelivery {
  readonly #waiting = new Set<string>();
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #started = false;

  constructor(
    private readonly store: Store,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly options: WebhookDeliveryOptions,
  ) {
    for (const delivery of ledger.deliveries.newestFirst(({ status }) => status === 'pending').reverse()) {
      this.#waiting.add(delivery.id);
    }
  }

  /** Plans a delivery to each endpoint that listens to the event, and says how many. Inside a transaction. */
  accept(event: StoredEvent): number {
    const endpoints = this.ledger.webhookEndpoints.newestFirst((endpoint) => listensTo(endpoint, event.type));
    for (const endpoint of endpoints) this.plan(event.id, endpoint.id);
    return endpoints.length;
  }

  /** Plans one delivery, whatever the endpoint listens to. Inside a transaction. */
  plan(event: string, endpoint: string): void {
    const delivery = this.ledger.deliveries.put({
      id: newId('dlv'),
      event,
      endpoint,
      status: 'pending',
      attempts: [],
      nextAttemptAt: this.clock.milliseconds(),
    });
    this.store.afterCommit(() => {
      this.#waiting.add(delivery.id);
      this.#pump();
    });
  }

  /** Begins to deliver; before it, deliveries are only planned. */
  start(): void {
    this.#started = true;
    this.#pump();
  }

  /** Resolves once every delivery that is due has been attempted. */
  async idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight.values());
  }

  /** Ends the attempts under way, which count as not made. */
  async close(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#timer);
    this.#closing.abort();
    await this.idle();
  }

  #pump(): void {
    if (!this.#started) return;
    clearTimeout(this.#timer);
    let earliest = Number.POSITIVE_INFINITY;
    const now = this.clock.milliseconds();
    for (const id of this.#waiting) {
      if (this.#inFlight.size >= MOST_AT_ONCE) return;
      if (this.#inFlight.has(id)) continue;
      const delivery = this.ledger.deliveries.require(id);
      const due = delivery.nextAttemptAt ?? now;
      if (due > now) earliest = Math.min(earliest, due);
      else this.#begin(delivery);
    }
    if (earliest === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#pump(), Math.min(earliest - now, LONGEST_TIMER_MS));
    this.#timer.unref();
  }

  #begin(delivery: Delivery): void {
    const attempt = this.#attempt(delivery).finally(() => {
      this.#inFlight.delete(delivery.id);
      this.#pump();
    });
    this.#inFlight.set(delivery.id, attempt);
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const endpoint = this.ledger.webhookEndpoints.get(delivery.endpoint);
    const event = this.ledger.events.get(delivery.event);
    if (endpoint === undefined || event === undefined)
      return this.#settle(delivery, { status: 'failed', nextAttemptAt: null });
    const payload = JSON.stringify(renderEvent(event, endpoint.api_version), null, 2);
    const attempt = await this.#post(endpoint.url, payload, endpoint.secret ?? '');
    if (this.#closing.signal.aborted) return undefined;
    const attempts = [...delivery.attempts, attempt];
    const succeeded = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    const delay = this.options.retryDelaysMs[delivery.attempts.length];
    const { log } = this.options;
    log(`webhook ${event.type} ${attempt.status ?? attempt.error}`, {
      event: event.id,
      url: endpoint.url,
      attempt: attempts.length,
    });
    if (succeeded) return this.#settle(delivery, { status: 'succeeded', attempts, nextAttemptAt: null });
    if (delay === undefined) return this.#settle(delivery, { status: 'failed', attempts, nextAttemptAt: null });
    return this.#settle(delivery, { attempts, nextAttemptAt: this.clock.milliseconds() + delay });
  }

  async #post(url: string, payload: string, secret: string): Promise<DeliveryAttempt> {
    const at = this.clock.milliseconds();
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body: payload,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': signatureHeader(payload, secret, Math.floor(at / 1000)),
        },
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.options.timeoutMs)]),
      });
      await answer.arrayBuffer();
      return { at, status: answer.status, error: null };
    } catch (error) {
      return { at, status: null, error: reasonOf(error) };
    }
  }

  #settle(delivery: Delivery, changes: Partial<Delivery>): void {
    this.store.transaction(() => {
      const settled = this.ledger.deliveries.put({ ...delivery, ...changes });
      if (settled.status !== 'pending') this.#waiting.delete(delivery.id);
      const event = this.ledger.events.get(delivery.event);
      if (settled.status !== 'succeeded' || event === undefined) return;
      this.ledger.events.put({ ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
    });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
