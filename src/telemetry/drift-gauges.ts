import { Gauge, type Registry } from 'prom-client';
import type { DriftWatch } from '../sync/drift-watch.js';
import { figuresOf } from './figures.js';

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
    const figures = await figuresOf(Promise.all([this.drift.driftingObjects(), this.drift.lastCleanAt()]));
    if (!figures) return;
    const [objects, lastClean] = figures;
    this.#objects.set(objects);
    this.#lastClean.set(lastClean ? lastClean.getTime() / 1000 : 0);
  }
}
