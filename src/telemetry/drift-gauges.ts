import { Gauge, type Registry } from 'prom-client';
import type { DriftWatch } from '../sync/drift-watch.js';
import { LONGEST_LOOK_MS } from './inbox-gauges.js';
import { inTime } from '../terms/in-time.js';

/** Shows what the last comparison with Stripe came to; left out while MongoDB does not answer. */
export class DriftGauges {
  readonly #objects: Gauge;
  readonly #lastClean: Gauge;

  constructor(
    registry: Registry,
    private readonly drift: DriftWatch,
  ) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `revenue_engine_${name}`, help, registers: [registry] });
    this.#objects = gauge(
      'drift_objects',
      'Objects that are stored otherwise than Stripe shows them, as the last comparison found and left them.',
    );
    this.#lastClean = gauge(
      'reconcile_last_clean_timestamp_seconds',
      'When a comparison last left everything as Stripe has it; 0 when none has.',
    );
  }

  /** Brings the figures up to date. */
  async look(): Promise<void> {
    this.#objects.remove();
    this.#lastClean.remove();
    const figures = await this.#figures();
    if (!figures) return;
    const [objects, lastClean] = figures;
    this.#objects.set(objects);
    this.#lastClean.set(lastClean ? lastClean.getTime() / 1000 : 0);
  }

  async #figures() {
    try {
      const look = Promise.all([this.drift.driftingObjects(), this.drift.lastCleanAt()]);
      return await inTime(look, LONGEST_LOOK_MS, 'MongoDB does not answer in time');
    } catch {
      // revenue_engine_mongodb_up says so; why is in the log of the worker, which meets the same outage.
      return null;
    }
  }
}
