import { residentBytes } from '../process/process-usage.js';
import type { Contestant } from '../webhook/contestant.js';
import { metricValue } from './metric-value.js';

/** How the engine was at one instant. */
export interface SoakSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly rssMegabytes: number;
  /** Of V8, in use. */
  readonly heapMegabytes: number;
  /** Events that are stored and not applied, and deliveries that wait to be stored. */
  readonly queued: number;
  /** The age of the oldest event that is not applied; 0 when there is none. */
  readonly oldestSeconds: number;
}

/** Looks at the engine from now on, by its process and its /metrics, until it is stopped. */
export class SoakSamples {
  readonly all: SoakSample[] = [];
  readonly #timer: NodeJS.Timeout;
  #look = Promise.resolve();

  constructor(
    private readonly engine: Contestant,
    intervalMs: number,
    private readonly report: (sample: SoakSample) => void,
  ) {
    this.#timer = setInterval(() => {
      this.#look = this.#look.then(() => this.#sample());
      // Waited for at the stop, which then tells of it.
      this.#look.catch(() => undefined);
    }, intervalMs);
  }

  /** @throws Error when the engine could not be looked at */
  stop(): Promise<void> {
    clearInterval(this.#timer);
    return this.#look;
  }

  async #sample(): Promise<void> {
    const at = Date.now();
    const rss = residentBytes(this.engine.pid);
    if (rss === undefined) throw new Error(`The engine has ended:\n${await this.engine.lastWords()}`);
    const text = await (await fetch(`${this.engine.address}/metrics`)).text();
    const value = (name: string) => metricValue(text, name);
    const sample = {
      at,
      rssMegabytes: rss / 2 ** 20,
      heapMegabytes: value('nodejs_heap_size_used_bytes') / 2 ** 20,
      queued: value('revenue_engine_webhook_events') + value('revenue_engine_webhook_waiting_to_be_stored'),
      oldestSeconds: value('revenue_engine_webhook_oldest_unprocessed_seconds'),
    };
    this.all.push(sample);
    this.report(sample);
  }
}
