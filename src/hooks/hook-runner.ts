import type { Model } from 'mongoose';
import pMap from 'p-map';
import { inTimeOrAborted } from '../terms/in-time.js';
import type { ChangePosition, StoredChanges } from '../subscriptions/stored-changes.js';
import type { HookHeadRecord } from './hook-head.record.js';
import type { HookPlaceRecord } from './hook-place.record.js';
import { type HookPlace, HookPlaces } from './hook-places.js';
import type { SubscriptionChanged, SubscriptionHook } from './subscription-hook.js';
import { toldChanges } from './told-changes.js';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_CONCURRENCY = 4;
/** What a claim outlasts a call by: for the writes around it. */
const LEASE_MARGIN_MS = 30_000;
/** How often to look for what other processes stored, and for what is due again. */
const LOOK_EVERY_MS = 1_000;
/** How often to look as far back as a write may have been late. */
const LOOK_FAR_EVERY_MS = 60_000;
/** A write may reach MongoDB so long after the moment that it carries. */
const LONGEST_WRITE_MS = 2 * 60 * 1000;
const USUAL_WRITE_MS = 5_000;
const PAGE = 500;

export interface HookRunnerParts {
  readonly heads: Model<HookHeadRecord>;
  readonly places: Model<HookPlaceRecord>;
  readonly changes: StoredChanges;
  /** Told when a call failed, and when MongoDB did not answer. */
  readonly onFailure: (error: unknown, facts: Readonly<Record<string, unknown>>) => void;
}

/**
 * Calls one hook for each change of the stored histories. How far it has come is stored after each call, so a crash loses
 * nothing, and repeats at most the call that it came into.
 */
export class HookRunner {
  readonly #places: HookPlaces;
  readonly #timeoutMs: number;
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #lookIsDue = false;
  #lookedAt: Date | undefined;
  #lookedFarAt: Date | undefined;

  constructor(
    private readonly hook: SubscriptionHook,
    private readonly parts: HookRunnerParts,
  ) {
    this.#timeoutMs = hook.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#places = new HookPlaces(parts.places, hook.name, this.#timeoutMs + LEASE_MARGIN_MS);
  }

  start(): void {
    this.#timer = setInterval(() => this.#wake(true), LOOK_EVERY_MS);
    this.#wake(true);
  }

  /** Subscriptions that this process has stored; returns at once. */
  told(subscriptionIds: readonly string[]): void {
    if (!this.#timer) return;
    for (const id of subscriptionIds) this.#told.add(id);
    this.#wake(false);
  }

  /** Resolves once it has looked, and told what it found. */
  async idle(): Promise<void> {
    await this.#working;
    this.#wake(true);
    await this.#working;
  }

  /** Ends the calls that are under way; what comes after them is told by another process, or after the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#working;
  }

  #wake(looks: boolean): void {
    if (!this.#timer) return;
    this.#lookIsDue ||= looks;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  async #work(): Promise<void> {
    while (this.#timer && (this.#told.size > 0 || this.#lookIsDue)) {
      const ids = [...this.#told];
      this.#told.clear();
      try {
        await this.#deliver(ids);
        if (this.#lookIsDue) await this.#look();
      } catch (error) {
        // What is not told yet is found by the next look.
        this.parts.onFailure(error, { hook: this.hook.name });
      }
      this.#lookIsDue = false;
    }
  }

  async #look(): Promise<void> {
    const begun = new Date();
    const isFar = !this.#lookedFarAt || begun.getTime() - this.#lookedFarAt.getTime() >= LOOK_FAR_EVERY_MS;
    const since = isFar
      ? new Date((await this.#head(begun)).looked_until.getTime() - LONGEST_WRITE_MS)
      : new Date((this.#lookedAt ?? begun).getTime() - USUAL_WRITE_MS);
    await this.#deliver(await this.#places.due());
    for await (const page of this.parts.changes.positionsSince(since, PAGE)) await this.#deliverBehind(page);
    this.#lookedAt = begun;
    if (!isFar || !this.#timer) return;
    this.#lookedFarAt = begun;
    await this.parts.heads.updateOne(
      { _id: this.hook.name },
      { $max: { looked_until: begun }, $set: { updated_at: begun } },
      { timestamps: false },
    );
  }

  async #deliverBehind(positions: readonly ChangePosition[]): Promise<void> {
    await this.#deliver(await this.#places.behind(positions));
  }

  /** Where the hook begins is decided once, when its name is new. */
  async #head(now: Date): Promise<HookHeadRecord> {
    const begins_at = this.hook.from === 'beginning' ? new Date(0) : now;
    const head = await this.parts.heads
      .findOneAndUpdate(
        { _id: this.hook.name },
        { $setOnInsert: { begins_at, looked_until: begins_at, created_at: now, updated_at: now } },
        { upsert: true, returnDocument: 'after', timestamps: false },
      )
      .lean<HookHeadRecord | null>();
    if (!head) throw new Error(`MongoDB returned no head of the hook ${this.hook.name}`);
    return head;
  }

  async #deliver(subscriptionIds: readonly string[]): Promise<void> {
    const concurrency = this.hook.concurrency ?? DEFAULT_CONCURRENCY;
    await pMap(subscriptionIds, (id) => this.#deliverOne(id), { concurrency });
  }

  async #deliverOne(id: string): Promise<void> {
    if (!this.#timer) return;
    const [position] = await this.parts.changes.positions([id]);
    if (!position) return;
    // The claim waits for the majority, and with it all that was stored before: no change is told that could be lost.
    const place = await this.#places.claim(id);
    if (!place) return;
    const [record] = await this.parts.changes.states([id]);
    const histories = await this.parts.changes.histories(record ? [record] : []);
    const changes = toldChanges(id, histories.get(id) ?? []).filter(({ number }) => number <= position.change_count);
    const last = place.number ?? (await this.#lastBeforeBeginning(changes));
    if (await this.#tell(place, last, changes)) await this.#places.rest(place);
  }

  async #lastBeforeBeginning(changes: readonly SubscriptionChanged[]): Promise<number> {
    const { begins_at } = await this.#head(new Date());
    return changes.findLast(({ at }) => at < begins_at)?.number ?? 0;
  }

  /** @returns whether all was told, and the place is still this process's */
  async #tell(place: HookPlace, last: number, changes: readonly SubscriptionChanged[]): Promise<boolean> {
    if (place.number === null && !(await this.#places.advance(place, last))) return false;
    for (const change of changes) {
      if (change.number <= last) continue;
      if (!this.#timer) break;
      if (!(await this.#places.renew(place))) return false;
      try {
        const complaint = `the hook took longer than ${this.#timeoutMs} ms`;
        await inTimeOrAborted((signal) => this.hook.onChanged(change, signal), this.#timeoutMs, complaint);
      } catch (error) {
        const nextAttemptAt = await this.#places.fail(place, error);
        this.parts.onFailure(error, { hook: this.hook.name, change: change.id, nextAttemptAt });
        return false;
      }
      if (!(await this.#places.advance(place, change.number))) return false;
      place.attempts = 0;
    }
    return true;
  }
}
