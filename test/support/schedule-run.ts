import { setTimeout as sleep } from 'node:timers/promises';
import type Stripe from 'stripe';
import { ENGINE_EVENT_TYPES } from '../../src/webhooks/webhook-handlers.js';
import type { Tenant } from './schedule-acts.js';
import { examined } from './schedule-oracle.js';
import type { Stage } from './schedule-stage.js';
import { type Act, storyOf } from './schedule-story.js';
import { SeededRandom } from './seeded-random.js';

/** How long all events of a schedule may take to come to rest. */
const PATIENCE_MS = 30_000;

export interface Played {
  readonly events: number;
  readonly deliveries: number;
  readonly lost: number;
  /** How many documents hold in the end what the payload of an event told, and how many what was read from Stripe. */
  readonly byPayload: number;
  readonly byRead: number;
}

/** A schedule that did not end as it must. */
export class ScheduleFailed extends Error {}

interface Delivered {
  readonly id: string;
  readonly payload: string;
}

const ENGINE_TYPES: ReadonlySet<string> = new Set(ENGINE_EVENT_TYPES);

/**
 * One organization's schedule: things happen to it at Stripe, and what Stripe tells of them comes shuffled, repeated or
 * not at all, to any of the workers, while more happens.
 */
export class Schedule {
  readonly #tenant: Tenant;
  readonly #random: SeededRandom;
  readonly #happened: string[] = [];
  readonly #accepted = new Set<string>();
  readonly #lost: Delivered[] = [];
  #events = 0;
  #deliveries = 0;

  constructor(
    private readonly stage: Stage,
    readonly seed: number,
  ) {
    this.#random = new SeededRandom(seed);
    this.#tenant = {
      organization: `org_${seed}_${Date.now().toString(36)}`,
      isKnown: false,
      isDeleted: false,
      subscriptions: [],
      checkouts: [],
    };
  }

  told(): string {
    return `${this.#tenant.organization} (${this.#tenant.customer}): ${this.#happened.join('; ')}`;
  }

  get organization(): string {
    return this.#tenant.organization;
  }

  /** Half of all schedules get back by a comparison what was lost, the others because Stripe delivers it again. */
  get reconciles(): boolean {
    return this.seed % 2 === 0;
  }

  /** @param deadly whether a worker dies at one of the writes, and maybe a second one */
  async play(deadly: boolean): Promise<void> {
    const { beginning, changes } = storyOf(this.#random.forPurpose('story'));
    const order = this.#random.forPurpose('order');
    if (deadly) await this.#planDeath(this.#random.forPurpose('deaths'));
    await this.#act(beginning);
    // Some of the changes happen before the first event arrives, the others in between.
    const early = order.happens(0.5) ? 0 : order.between(0, changes.length);
    for (const change of changes.slice(0, early)) await this.#act(change);
    await this.#deliverAmid(changes.slice(early), order);
    await this.#deliverAll(await this.#fresh(order), order, 4);
    if (!this.reconciles) await this.#deliverAll(order.shuffled(this.#lost), order, 4);
    await this.#rest();
  }

  /**
   * What came of it, once nothing is lost any more.
   *
   * @throws ScheduleFailed when it has not ended with Stripe's state, each thing once, and every event at rest
   */
  async result(): Promise<Played> {
    if (this.reconciles) for (const { id } of this.#lost) this.#accepted.add(id);
    await this.#rest();
    const { faults, byPayload, byRead } = await examined(this.stage, this.#tenant);
    if (faults.length > 0) throw new ScheduleFailed(`${this.told()}\n  ${faults.join('\n  ')}`);
    return { events: this.#events, deliveries: this.#deliveries, lost: this.#lost.length, byPayload, byRead };
  }

  async #planDeath(random: SeededRandom): Promise<void> {
    const { workers } = this.stage;
    await workers.willDie(random.between(0, 1), random.between(1, 60), random.oneOf(['before', 'after']));
  }

  async #act(act: Act): Promise<void> {
    this.#happened.push(act.name);
    await act.run(this.stage, this.#tenant);
  }

  /** What Stripe tells since the last look, as often and in the order in which it will come. */
  async #fresh(random: SeededRandom): Promise<Delivered[]> {
    if (!this.#tenant.customer) return [];
    const events = await this.stage.eventsOf(this.#tenant.customer);
    const coming: Delivered[] = [];
    for (const event of events) {
      if (!ENGINE_TYPES.has(event.type) && !random.happens(0.1)) continue;
      this.#events += 1;
      const delivered = { id: event.id, payload: JSON.stringify(event satisfies Stripe.Event) };
      // What the engine does not listen to is nothing that a comparison gets back.
      if (random.happens(this.#lossRate)) {
        if (ENGINE_TYPES.has(event.type) || !this.reconciles) this.#lost.push(delivered);
      } else coming.push(...Array.from({ length: random.oneOf([1, 1, 1, 1, 2, 2, 3, 4, 5]) }, () => delivered));
    }
    return random.shuffled(coming);
  }

  /** Nothing is lost in a third of all schedules, up to three of ten events in the others. */
  get #lossRate(): number {
    return [0, 0.15, 0.35][this.seed % 3] ?? 0;
  }

  async #deliverAmid(changes: readonly Act[], random: SeededRandom): Promise<void> {
    let coming = await this.#fresh(random);
    for (const change of changes) {
      if (random.happens(0.4)) await this.stage.passTime(random.between(2, 4));
      const now = coming.splice(0, random.between(0, coming.length));
      const width = random.oneOf([1, 4, 16]);
      const delivering = this.#deliverAll(now, random, width);
      if (random.happens(0.3)) await delivering;
      await Promise.all([delivering, this.#act(change)]);
      coming = random.shuffled([...coming, ...(await this.#fresh(random))]);
    }
    await this.#deliverAll(coming, random, random.oneOf([1, 4, 16]));
  }

  /** Delivers in this order, up to `width` at the same time. */
  async #deliverAll(coming: readonly Delivered[], random: SeededRandom, width: number): Promise<void> {
    const places = coming.map(() => random.between(0, this.stage.workers.count - 1));
    const next = coming.entries();
    const lane = async () => {
      for (const [index, delivered] of next) await this.#deliver(delivered, places[index] ?? 0);
    };
    await Promise.all(Array.from({ length: Math.min(width, coming.length) }, lane));
  }

  /** As Stripe does it: again, until it is answered with 200. */
  async #deliver({ id, payload }: Delivered, place: number): Promise<void> {
    this.#deliveries += 1;
    this.#accepted.add(id);
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const status = await this.stage.post(await this.stage.workers.urlOf(place + attempt), payload);
      if (status === 200) return;
      if (status !== undefined && status !== 503) throw new ScheduleFailed(`${id} was answered ${status}`);
      await sleep(25);
    }
    throw new ScheduleFailed(`${id} was never taken: ${this.told()}`);
  }

  /** Resolves when every event that was taken is at rest. */
  async #rest(): Promise<void> {
    const events = this.stage.connection.collection('webhook_events');
    const log = this.stage.connection.collection('webhook_delivery_log');
    const deadline = Date.now() + PATIENCE_MS;
    const untilRest = { event_id: { $in: [...this.#accepted] }, status: { $nin: ['processed', 'ignored'] } };
    for (let pause = 40; ; pause = Math.min(200, pause * 1.5)) {
      // In this order: from the log they go to the events.
      const logged = await log.findOne({ event_ids: { $in: [...this.#accepted] } });
      const waiting = logged ?? (await events.findOne(untilRest, { sort: { status: 1 } }));
      if (!waiting) break;
      if (waiting.status === 'failed' || Date.now() > deadline) {
        const why = JSON.stringify({ ...waiting, event_data: undefined, deliveries: undefined });
        throw new ScheduleFailed(`${waiting.event_id ?? waiting._id} is not at rest: ${why}: ${this.told()}`);
      }
      await sleep(pause);
    }
    const stored = await events.countDocuments({ event_id: { $in: [...this.#accepted] } });
    if (stored === this.#accepted.size) return;
    throw new ScheduleFailed(`${this.#accepted.size} events were taken and ${stored} stored: ${this.told()}`);
  }
}
