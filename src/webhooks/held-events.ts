import type { Logger } from 'pino';
import type { WebhookClaims } from './webhook-claims.js';
import type { WebhookEventRecord } from './webhook-event.record.js';

/** The events that a worker holds: bounded in number, with claims that are renewed as long as it lives. */
export class HeldEvents {
  readonly #held = new Set<WebhookEventRecord>();
  readonly #settling = new Set<Promise<void>>();
  #count = 0;

  constructor(
    private readonly claims: WebhookClaims,
    private readonly most: number,
    private readonly logger: Logger,
    /** Called when an event was let go of. */
    private readonly onRoom: () => void,
  ) {}

  get room(): number {
    return Math.max(0, this.most - this.#held.size);
  }

  /** How many were ever held. */
  get count(): number {
    return this.#count;
  }

  add(events: readonly WebhookEventRecord[]): void {
    for (const event of events) this.#held.add(event);
    this.#count += events.length;
  }

  /**
   * Lets go of an event once it is settled. What cannot be settled stays claimed until its lease is over; then it is
   * worked off again, which changes nothing.
   */
  settle(event: WebhookEventRecord, settlement: Promise<void>): Promise<void> {
    const settling = this.#guarded(settlement).finally(() => {
      this.#held.delete(event);
      this.#settling.delete(settling);
      this.onRoom();
    });
    this.#settling.add(settling);
    return settling;
  }

  /** Resolves once nothing is being settled. */
  async settled(): Promise<void> {
    while (this.#settling.size > 0) await Promise.all(this.#settling);
  }

  /** Holds on to what is worked on for long. */
  async renew(): Promise<void> {
    await this.#guarded(this.claims.renew([...this.#held]));
  }

  /** Gives back what was not begun. */
  async release(events: readonly WebhookEventRecord[]): Promise<void> {
    await this.#guarded(this.claims.release(events));
    for (const event of events) this.#held.delete(event);
  }

  async #guarded(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (error) {
      this.logger.error({ err: error }, 'What became of webhook events cannot be stored; they are tried again');
    }
  }
}
