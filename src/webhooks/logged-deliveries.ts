import { setTimeout as pause } from 'node:timers/promises';
import { inTime } from '../terms/in-time.js';
import type { Delivery } from './delivery.js';
import type { DeliveryLog, LoggedGroup } from './delivery-log.js';

/** The most deliveries that are stored together: fewer while others come, for whoever comes waits for them. */
const LARGEST_BATCH = { inRush: 150, inCalm: 600 } as const;
/** The most that they may weigh together. */
const HEAVIEST_BATCH_BYTES = 8_000_000;
/** Answers go first: storing waits while others come within each look, but not longer than this, nor for the last room. */
const LOOK_MS = 10;
const LONGEST_WAIT_MS = 5_000;
const FULL = 7 / 8;
/** How often to look for what other processes left. */
const LOOK_FOR_LEFT_MS = 1_000;
/** What cannot be stored is tried again after this long, and then after twice as long each time. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** How long a process that ends tries to store what it holds; others take up what is left. */
const LAST_PATIENCE_MS = 5_000;

interface Held extends LoggedGroup {
  readonly since: number;
  /** How often it could not be stored. */
  failures: number;
}

export interface LoggedDeliveriesParts {
  readonly log: DeliveryLog;
  /** The most deliveries that are to be held. */
  readonly most: number;
  /** Whether deliveries are being written down now. */
  readonly areComing: () => boolean;
  /** Stores deliveries in the inbox; gives an Error for each that is not stored, or throws for all of them. */
  readonly store: (deliveries: readonly Delivery[]) => Promise<readonly unknown[]>;
  /** Told of what cannot be stored: it is not lost, but late. */
  readonly onLate: (error: unknown) => void;
}

/** Stores in the inbox what is written down: what this process wrote, and what others left. */
export class LoggedDeliveries {
  readonly #waiting: Held[] = [];
  /** Those that are put off, with what brings them back. */
  readonly #putOff = new Map<Held, NodeJS.Timeout>();
  #underWay: readonly Held[] = [];
  #count = 0;
  /** How many groups there ever were. */
  #groups = 0;
  #storing: Promise<void> | undefined;
  #renewing: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #isEnding = false;

  constructor(private readonly parts: LoggedDeliveriesParts) {}

  async append(deliveries: readonly Delivery[]): Promise<void> {
    this.#hold(await this.parts.log.append(deliveries));
  }

  /** For how many more deliveries there is room. */
  get room(): number {
    return this.parts.most - this.#count;
  }

  /** From now on takes up what processes left that are silent, as far as there is room. */
  start(): void {
    this.#looking = setInterval(() => void this.#takeOver(), LOOK_FOR_LEFT_MS).unref();
    void this.#takeOver();
  }

  /** Resolves once nothing is held that is not put off. */
  async settled(): Promise<void> {
    while (this.#storing) await this.#storing;
  }

  /** Stores what is held, or leaves it to others. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    clearInterval(this.#looking);
    // What is not stored in time is left to others, which is all that there is to do about it.
    await inTime(this.settled(), LAST_PATIENCE_MS, 'Not all was stored in time').catch(() => undefined);
    clearInterval(this.#renewing);
    for (const timer of this.#putOff.values()) clearTimeout(timer);
    const left = this.#held();
    this.#waiting.length = 0;
    this.#putOff.clear();
    if (left.length === 0) return;
    // Where MongoDB is away nothing can be said; their time runs out by itself.
    await this.parts.log.release(left.map(({ id }) => id)).catch(this.parts.onLate);
  }

  async #takeOver(): Promise<void> {
    try {
      while (!this.#isEnding && this.room > 0) {
        const group = await this.parts.log.takeOver();
        if (!group) return;
        this.#hold(group);
      }
    } catch (error) {
      this.parts.onLate(error);
    }
  }

  #held(): Held[] {
    return [...this.#underWay, ...this.#waiting, ...this.#putOff.keys()];
  }

  #hold(group: LoggedGroup): void {
    this.#count += group.deliveries.length;
    this.#groups += 1;
    this.#waiting.push({ ...group, since: Date.now(), failures: 0 });
    this.#renewing ??= setInterval(() => void this.#renew(), this.parts.log.renewEveryMs).unref();
    this.#run();
  }

  #run(): void {
    this.#storing ??= this.#storeAll();
  }

  async #storeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const largest = (await this.#isCalm()) ? LARGEST_BATCH.inCalm : LARGEST_BATCH.inRush;
      this.#underWay = this.#waiting.splice(0, this.#sizeOfNext(largest));
      const stored = await this.#stored(this.#underWay);
      await this.parts.log.remove(stored.map(({ id }) => id)).catch(this.parts.onLate);
      for (const group of stored) this.#count -= group.deliveries.length;
      this.#underWay = [];
    }
    this.#storing = undefined;
    if (this.#count > 0) return;
    clearInterval(this.#renewing);
    this.#renewing = undefined;
  }

  /**
   * Waits until nobody comes any more, as long as there is time and room.
   *
   * @returns whether nobody comes
   */
  async #isCalm(): Promise<boolean> {
    const until = (this.#waiting[0]?.since ?? 0) + LONGEST_WAIT_MS;
    while (!this.#isEnding && this.#count < this.parts.most * FULL && Date.now() < until) {
      const before = this.#groups;
      await pause(LOOK_MS);
      if (this.#groups === before && !this.parts.areComing()) return true;
    }
    return this.#isEnding;
  }

  /** So many groups as fit together; one that failed is tried by itself, so that it does not hold up others. */
  #sizeOfNext(largest: number): number {
    let count = 0;
    let bytes = 0;
    const tooMuch = this.#waiting.findIndex(({ deliveries }, place) => {
      count += deliveries.length;
      for (const delivery of deliveries) bytes += delivery.bytes;
      const isAlone = [place - 1, place].some((each) => (this.#waiting[each]?.failures ?? 0) > 0);
      return place > 0 && (count > largest || bytes > HEAVIEST_BATCH_BYTES || isAlone);
    });
    return tooMuch === -1 ? this.#waiting.length : tooMuch;
  }

  /** @returns the groups that are stored; the others are put off */
  async #stored(groups: readonly Held[]): Promise<readonly Held[]> {
    try {
      const outcomes = await this.parts.store(groups.flatMap(({ deliveries }) => deliveries));
      const groupOf = groups.flatMap((group) => group.deliveries.map(() => group));
      const errors = new Map(
        outcomes.flatMap((outcome, place) => (outcome instanceof Error ? [[groupOf[place], outcome] as const] : [])),
      );
      for (const [group, error] of errors) if (group) this.#postpone(group, error);
      return groups.filter((group) => !errors.has(group));
    } catch (error) {
      for (const group of groups) this.#postpone(group, error);
      return [];
    }
  }

  #postpone(group: Held, error: unknown): void {
    this.parts.onLate(error);
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** group.failures, LONGEST_PAUSE_MS);
    group.failures += 1;
    const timer = setTimeout(() => {
      this.#putOff.delete(group);
      this.#waiting.push(group);
      this.#run();
    }, pause);
    this.#putOff.set(group, timer.unref());
  }

  async #renew(): Promise<void> {
    await this.parts.log.renew(this.#held().map(({ id }) => id)).catch(this.parts.onLate);
  }
}
