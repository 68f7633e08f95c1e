import { setTimeout as sleep } from 'node:timers/promises';
import type { EventGateway } from '../stripe/event.gateway.js';
import type { MissedEvents } from '../webhooks/missed-events.js';
import { keptEvent } from '../webhooks/kept-event.js';

/** How long Stripe lists events. Source: https://docs.stripe.com/api/events */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Of the time that an earlier run has looked at, so much is looked at again. */
const OVERLAP_MS = 60 * 60 * 1000;
const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

export interface CaughtUp {
  /** How many events the inbox lacked. */
  readonly missed: number;
  /** The objects that the events tell of, those that were delivered too. */
  readonly objectIds: ReadonlySet<string>;
}

/** Finds the events that were never delivered, and has them processed as if they had been. */
export class EventCatchUp {
  /** @param types those that somebody acts on */
  constructor(
    private readonly gateway: EventGateway,
    private readonly events: MissedEvents,
    private readonly types: readonly string[],
  ) {}

  /**
   * @param lastRunAt when the last complete run began; null looks at all that Stripe still lists
   * @returns how many events the inbox lacked
   */
  async missedSince(lastRunAt: Date | null, wake: () => void): Promise<number> {
    const oldest = Date.now() - KEPT_MS;
    const since = lastRunAt === null ? oldest : Math.max(oldest, lastRunAt.getTime() - OVERLAP_MS);
    return this.#catchUp(new Date(since), wake, () => undefined);
  }

  /**
   * @param wake tells a worker that there is something to process
   * @returns once what was missed has been processed, or has failed and waits for its next attempt
   */
  async since(moment: Date, wake: () => void): Promise<CaughtUp> {
    const objectIds = new Set<string>();
    const missed = await this.#catchUp(moment, wake, (id) => objectIds.add(id));
    return { missed, objectIds };
  }

  async #catchUp(moment: Date, wake: () => void, onObject: (id: string) => void): Promise<number> {
    const taken: string[] = [];
    for await (const page of this.gateway.since(moment, this.types)) {
      // The oldest first, as they would have come.
      const events = [...page].reverse().map(keptEvent);
      for (const { data } of events) if (typeof data.object.id === 'string') onObject(data.object.id);
      taken.push(...(await this.events.take(events)));
    }
    if (taken.length > 0) await this.#processed(taken, wake);
    return taken.length;
  }

  /** Other processes may be at them too, so the inbox itself is asked. */
  async #processed(ids: readonly string[], wake: () => void): Promise<void> {
    let deadline = Date.now() + PATIENCE_MS;
    let left = ids.length;
    while (left > 0 && Date.now() < deadline) {
      wake();
      await sleep(PAUSE_MS);
      const now = await this.events.underWay(ids);
      // As long as there are fewer each time, somebody is at it.
      if (now < left) deadline = Date.now() + PATIENCE_MS;
      left = now;
    }
  }
}
