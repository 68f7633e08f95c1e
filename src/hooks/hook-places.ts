import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import type { ChangePosition } from '../subscriptions/stored-changes.js';
import type { HookPlaceRecord } from './hook-place.record.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60 * 60 * 1000;
/** The most that are taken up at one look. */
const MOST_DUE = 500;

export type HookPlace = HookPlaceRecord & { readonly claim_id: string };

/** Where one hook is with each subscription. One process at a time is at a place: its claim runs out when it dies. */
export class HookPlaces {
  constructor(
    private readonly places: Model<HookPlaceRecord>,
    private readonly hook: string,
    private readonly leaseMs: number,
  ) {}

  /** Those of the subscriptions that have changes which the hook may not have been told of. */
  async behind(positions: readonly ChangePosition[]): Promise<string[]> {
    const ids = positions.map(({ stripe_subscription_id: id }) => this.#idOf(id));
    const rows = await this.places
      .find({ _id: { $in: ids } }, { number: 1 })
      .lean<Pick<HookPlaceRecord, '_id' | 'number'>[]>();
    const numbers = new Map(rows.map(({ _id, number }) => [_id, number ?? -1]));
    return positions.flatMap(({ stripe_subscription_id: id, change_count: count }) =>
      (numbers.get(this.#idOf(id)) ?? -1) < count ? [id] : [],
    );
  }

  /** Subscriptions whose next attempt is due, or whose process died. */
  async due(): Promise<string[]> {
    const rows = await this.places
      .find({ hook: this.hook, next_attempt_at: { $lte: new Date() } }, { stripe_subscription_id: 1 })
      .sort({ next_attempt_at: 1 })
      .limit(MOST_DUE)
      .lean<Pick<HookPlaceRecord, 'stripe_subscription_id'>[]>();
    return rows.map((row) => row.stripe_subscription_id);
  }

  /** @returns null when another process is at it, or its next attempt is not due */
  async claim(subscriptionId: string): Promise<HookPlace | null> {
    const now = new Date();
    const _id = this.#idOf(subscriptionId);
    const first = { hook: this.hook, stripe_subscription_id: subscriptionId, number: null, attempts: 0, error: null };
    try {
      return await this.places
        .findOneAndUpdate(
          { _id, $or: [{ next_attempt_at: null }, { next_attempt_at: { $lte: now } }] },
          { $set: { claim_id: randomUUID(), ...this.#lease(now) }, $setOnInsert: { ...first, created_at: now } },
          { upsert: true, returnDocument: 'after', timestamps: false },
        )
        .lean<HookPlace | null>();
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** Before each call of the hook. */
  renew(place: HookPlace): Promise<boolean> {
    return this.#write(place, this.#lease(new Date()));
  }

  /** The changes up to this one were told. */
  advance(place: HookPlace, number: number): Promise<boolean> {
    return this.#write(place, { number, attempts: 0, error: null });
  }

  async rest(place: HookPlace): Promise<void> {
    await this.#write(place, { claim_id: null, next_attempt_at: null });
  }

  /** @returns when it is tried again */
  async fail(place: HookPlace, error: unknown): Promise<Date> {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** place.attempts, LONGEST_PAUSE_MS);
    const next_attempt_at = new Date(Date.now() + pause);
    const reason = error instanceof Error ? error.message : String(error);
    await this.#write(place, { attempts: place.attempts + 1, error: reason, claim_id: null, next_attempt_at });
    return next_attempt_at;
  }

  /** @returns false when the claim was lost to another process */
  async #write({ _id, claim_id }: HookPlace, fields: Partial<HookPlaceRecord>): Promise<boolean> {
    const $set = { updated_at: new Date(), ...fields };
    const { matchedCount } = await this.places.updateOne({ _id, claim_id }, { $set }, { timestamps: false });
    return matchedCount === 1;
  }

  #lease(now: Date) {
    return { next_attempt_at: new Date(now.getTime() + this.leaseMs), updated_at: now };
  }

  #idOf(subscriptionId: string): string {
    return `${this.hook}:${subscriptionId}`;
  }
}
