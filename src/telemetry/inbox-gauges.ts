import { Gauge, type Registry } from 'prom-client';
import { figuresOf } from './figures.js';

/** What of the inbox is looked at. */
export interface WatchedInbox {
  /** How many deliveries wait to be stored, in this process. */
  readonly waiting: number;
  /** How many events are in each state that is not the last one, and when the oldest came that is not processed. */
  backlog(): Promise<{ readonly counts: Readonly<Record<string, number>>; readonly oldest: Date | null }>;
}

/**
 * Shows the state of the inbox. When MongoDB does not answer, what only it knows is left out and everything else is
 * shown all the same: an outage is when the figures are needed most.
 */
export class InboxGauges {
  readonly #up: Gauge;
  readonly #backlog: Gauge;
  readonly #oldest: Gauge;
  readonly #waiting: Gauge;

  constructor(
    registry: Registry,
    private readonly inbox: WatchedInbox,
  ) {
    const gauge = (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name: `revenue_engine_${name}`, help, labelNames, registers: [registry] });
    this.#up = gauge('mongodb_up', 'Whether MongoDB answered for the figures of the inbox: 1 or 0.');
    this.#backlog = gauge('webhook_events', 'Events that are not at rest, or that wait for an operator.', ['status']);
    this.#oldest = gauge(
      'webhook_oldest_unprocessed_seconds',
      'The age of the oldest event that is not processed; 0 when there is none.',
    );
    this.#waiting = gauge('webhook_waiting_to_be_stored', 'Deliveries that wait for a write, in this process.');
  }

  /** Brings the figures up to date. */
  async look(): Promise<void> {
    this.#waiting.set(this.inbox.waiting);
    const figures = await figuresOf(this.inbox.backlog());
    this.#up.set(figures ? 1 : 0);
    this.#backlog.reset();
    this.#oldest.remove();
    if (!figures) return;
    const { counts, oldest } = figures;
    for (const [status, count] of Object.entries(counts)) this.#backlog.set({ status }, count);
    this.#oldest.set(oldest ? Math.max(0, Date.now() - oldest.getTime()) / 1000 : 0);
  }
}
