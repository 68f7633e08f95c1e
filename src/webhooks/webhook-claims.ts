import { randomUUID } from 'node:crypto';
import type { Model, QueryFilter } from 'mongoose';
import { GroupCommit } from '../mongo/group-commit.js';
import { type WebhookFailure, failureOf } from './webhook-failure.js';
import type { WebhookEventRecord, WebhookProcessingResultRecord } from './webhook-event.record.js';
import type { WebhookOutcome } from './webhook-handlers.js';

export interface ClaimOptions {
  /** After this long, the claim of a process that died is open to others. */
  readonly leaseMs: number;
  /** The pause after each failed attempt; after the last one the event waits as FAILED. */
  readonly retryDelaysMs: readonly number[];
  /** How long an event is kept once nothing is left to be done for it; for ever when absent or null. */
  readonly retentionMs?: number | null;
}

/** How often an event may be lost with a worker, say at a restart, before it is suspected itself. */
const MOST_LOST_CLAIMS = 3;
/** Failures of the same moment, as in an outage, do not come back at the same moment. */
const JITTER = 0.2;
/** The most settlements that share one write. */
const LARGEST_SETTLEMENT = 500;

/** What a claim writes into an event. */
export function claimOf(claimId: string, now: Date, leaseMs: number) {
  return { status: 'processing' as const, claim_id: claimId, next_attempt_at: new Date(now.getTime() + leaseMs) };
}

interface Settlement {
  readonly event: WebhookEventRecord;
  readonly set: Partial<WebhookEventRecord>;
}

/**
 * What is written into an event that nothing is left to be done for. From then on MongoDB may remove it once it has been
 * kept long enough.
 *
 * @param outcome null for a type that nothing is to be done for
 */
export function doneAt(now: Date, outcome: WebhookOutcome | null, { retentionMs }: Pick<ClaimOptions, 'retentionMs'>) {
  const processing_result: WebhookProcessingResultRecord = {
    success: true,
    ...(outcome?.subscriptionId === undefined ? {} : { subscription_id: outcome.subscriptionId }),
    ...(outcome?.organizationId === undefined ? {} : { organization_id: outcome.organizationId }),
  };
  return {
    status: outcome ? ('processed' as const) : ('ignored' as const),
    processed: true,
    processed_at: now,
    processing_result,
    next_attempt_at: null,
    expires_at: retentionMs == null ? null : new Date(now.getTime() + retentionMs),
  };
}

/** Gives stored events to one worker at a time, over any number of processes, and keeps what became of them. */
export class WebhookClaims {
  readonly #settlements: GroupCommit<Settlement, boolean>;

  constructor(
    private readonly events: Model<WebhookEventRecord>,
    private readonly options: ClaimOptions,
  ) {
    const group = { largestGroup: LARGEST_SETTLEMENT, mostWaiting: Number.POSITIVE_INFINITY };
    this.#settlements = new GroupCommit((settlements) => this.#write(settlements), group);
  }

  /**
   * Takes the events that are due first, also from a worker that died with them. Those that outlived more claims than
   * they have attempts may be what ends the workers: they are left for an operator.
   */
  async claim(most: number): Promise<WebhookEventRecord[]> {
    const now = new Date();
    const due: QueryFilter<WebhookEventRecord> = {
      processed: false,
      status: { $in: ['received', 'processing'] },
      next_attempt_at: { $lte: now },
    };
    const found = await this.events
      .find(due)
      .sort({ next_attempt_at: 1 })
      .limit(most)
      .select({ event_id: 1, _id: 0 })
      .lean<Pick<WebhookEventRecord, 'event_id'>[]>();
    if (found.length === 0) return [];
    const ids = { event_id: { $in: found.map(({ event_id }) => event_id) } } satisfies QueryFilter<WebhookEventRecord>;
    const claimId = randomUUID();
    const claim = { ...claimOf(claimId, now, this.options.leaseMs), updated_at: now };
    // Another worker may have been quicker with some of them: then these are not due any more.
    await this.events.updateMany({ ...ids, ...due }, { $set: claim, $inc: { attempts: 1 } }, { timestamps: false });
    const claimed = await this.events.find({ ...ids, claim_id: claimId }).lean<WebhookEventRecord[]>();
    const mostAttempts = this.options.retryDelaysMs.length + 1 + MOST_LOST_CLAIMS;
    await Promise.all(claimed.filter(({ attempts }) => attempts > mostAttempts).map((event) => this.#giveUp(event)));
    return claimed.filter(({ attempts }) => attempts <= mostAttempts);
  }

  /**
   * @param outcome null for a type that nothing is to be done for
   * @returns the event as it is stored
   */
  async done(claimed: WebhookEventRecord, outcome: WebhookOutcome | null): Promise<WebhookEventRecord> {
    const set = doneAt(new Date(), outcome, this.options);
    await this.#settlements.add({ event: claimed, set });
    return { ...claimed, ...set };
  }

  /**
   * Plans the next attempt or, after the last one, leaves the event for an operator.
   *
   * @returns when it is tried again, null when it is not
   */
  async failed(claimed: WebhookEventRecord, error: unknown): Promise<Date | null> {
    const delay = this.options.retryDelaysMs[claimed.attempts - 1];
    const next = delay === undefined ? null : new Date(Date.now() + delay * (1 + (Math.random() * 2 - 1) * JITTER));
    await this.#fail(claimed, next, error instanceof Error ? error.message : String(error), failureOf(error));
    return next;
  }

  /** Prolongs the claims that have run for a third of their lease; those that were lost meanwhile stay lost. */
  async renew(claimed: readonly WebhookEventRecord[]): Promise<void> {
    const now = Date.now();
    const ageing = claimed.filter(
      ({ next_attempt_at }) => Number(next_attempt_at) - now < (this.options.leaseMs * 2) / 3,
    );
    if (ageing.length === 0) return;
    const next_attempt_at = new Date(now + this.options.leaseMs);
    await this.events.updateMany(heldBy(ageing), { $set: { next_attempt_at } }, { timestamps: false });
    for (const event of ageing) event.next_attempt_at = next_attempt_at;
  }

  /** Gives back what was claimed and not begun, for whoever looks next. */
  async release(claimed: readonly WebhookEventRecord[]): Promise<void> {
    if (claimed.length === 0) return;
    const now = new Date();
    await this.events.updateMany(
      heldBy(claimed),
      { $set: { status: 'received', claim_id: null, next_attempt_at: now, updated_at: now }, $inc: { attempts: -1 } },
      { timestamps: false },
    );
  }

  #giveUp(claimed: WebhookEventRecord): Promise<void> {
    const reason = 'Its processing never came to an end: workers died with it, or it outlived their claims';
    return this.#fail(claimed, null, reason, 'bug');
  }

  async #fail(event: WebhookEventRecord, next: Date | null, error: string, failure: WebhookFailure): Promise<void> {
    const status = next ? ('received' as const) : ('failed' as const);
    const set = { status, next_attempt_at: next, processing_result: { success: false, error, failure } };
    await this.#settlements.add({ event, set });
  }

  /** Only the holder of a claim settles: whoever lost it to another worker changes nothing any more. */
  async #write(settlements: readonly Settlement[]): Promise<boolean[]> {
    const updated_at = new Date();
    await this.events.collection.bulkWrite(
      settlements.map(({ event: { event_id, claim_id }, set }) => ({
        updateOne: {
          filter: { event_id, claim_id: claim_id ?? null },
          update: { $set: { next_attempt_at: null, ...set, claim_id: null, updated_at } },
        },
      })),
      { ordered: false },
    );
    return settlements.map(() => true);
  }
}

/** As long as the claims are those. */
function heldBy(claimed: readonly WebhookEventRecord[]): QueryFilter<WebhookEventRecord> {
  const claims = new Set(claimed.map(({ claim_id }) => claim_id).filter((id) => typeof id === 'string'));
  return { event_id: { $in: claimed.map(({ event_id }) => event_id) }, claim_id: { $in: [...claims] } };
}
