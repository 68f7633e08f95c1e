import type { WebhookEventRecord } from './webhook-event.record.js';

interface Lane {
  readonly work: (events: readonly WebhookEventRecord[]) => Promise<void>;
  waiting: WebhookEventRecord[];
}

/**
 * Keeps the events of one object in order, and lets those that wait together be worked off together: each object has a
 * lane, of which one stretch is under way at a time.
 */
export class WebhookLanes {
  readonly #lanes = new Map<string, Lane>();
  /** The lanes that have events waiting and no stretch under way, in the order in which they came. */
  readonly #ready: string[] = [];
  readonly #running = new Set<Promise<void>>();

  /** @param concurrency the most lanes that are worked on at once */
  constructor(private readonly concurrency: number) {}

  /** @param work works off all that wait in the lane; it must not throw */
  add(key: string, event: WebhookEventRecord, work: Lane['work']): void {
    const lane = this.#lanes.get(key);
    if (lane) {
      lane.waiting.push(event);
      return;
    }
    this.#lanes.set(key, { work, waiting: [event] });
    this.#ready.push(key);
    this.#next();
  }

  /** Takes away all that was not begun. */
  clear(): WebhookEventRecord[] {
    const waiting = [...this.#lanes.values()].flatMap((lane) => lane.waiting.splice(0));
    this.#ready.length = 0;
    return waiting;
  }

  /** Resolves once nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #next(): void {
    while (this.#running.size < this.concurrency) {
      const key = this.#ready.shift();
      if (key === undefined) return;
      const stretch = this.#stretch(key).finally(() => {
        this.#running.delete(stretch);
        this.#next();
      });
      this.#running.add(stretch);
    }
  }

  async #stretch(key: string): Promise<void> {
    const lane = this.#lanes.get(key);
    if (!lane) return;
    await lane.work(lane.waiting.splice(0));
    if (lane.waiting.length > 0) this.#ready.push(key);
    else this.#lanes.delete(key);
  }
}
