import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import type { SyncRunKind, SyncRunRecord, SyncRunState } from './sync-run.record.js';

/** A comparison that has not been heard of for so long died with its process. */
const SILENT_MS = 15 * 60 * 1000;

/** The one writer of sync_runs, and its reader. */
export class SyncRuns {
  constructor(private readonly model: Model<SyncRunRecord>) {}

  async begin(kind: SyncRunKind): Promise<SyncRunRecord> {
    const now = new Date();
    const run: SyncRunRecord = {
      run_id: randomUUID(),
      kind,
      state: 'running',
      checked_at: null,
      checked: {},
      checked_count: 0,
      skipped: {},
      created_at: now,
      updated_at: now,
    };
    await this.model.collection.insertOne({ ...run });
    return run;
  }

  /** Notes how far a run has come. */
  async note(runId: string, progress: Partial<SyncRunRecord>): Promise<void> {
    await this.model.updateOne(
      { run_id: { $eq: runId } },
      { $set: { ...progress, updated_at: new Date() } },
      { timestamps: false },
    );
  }

  end(runId: string, state: SyncRunState, result: Partial<SyncRunRecord> = {}): Promise<void> {
    return this.note(runId, { ...result, state, ...(state === 'completed' ? { checked_at: new Date() } : {}) });
  }

  /** The last comparison that came to its end. */
  latestComparison(): Promise<SyncRunRecord | null> {
    return this.model
      .findOne({ kind: 'reconcile', state: 'completed' })
      .sort({ checked_at: -1 })
      .lean<SyncRunRecord | null>()
      .exec();
  }

  /** When a comparison last found, or left, everything as Stripe has it. */
  async lastCleanAt(): Promise<Date | null> {
    const run = await this.model
      .findOne({ kind: 'reconcile', state: 'completed', drift_left: 0 })
      .sort({ checked_at: -1 })
      .lean<SyncRunRecord | null>();
    return run?.checked_at ?? null;
  }

  /** The backfill to go on with: the last one, unless it came to its end. */
  async unfinishedBackfill(): Promise<SyncRunRecord | null> {
    const last = await this.model.findOne({ kind: 'sync' }).sort({ created_at: -1 }).lean<SyncRunRecord | null>();
    return last && last.state !== 'completed' ? last : null;
  }

  /** When the last run began that left nothing behind which an earlier event could still tell of. */
  async lastCompleteSince(): Promise<Date | null> {
    const runs = await Promise.all(
      (['reconcile', 'sync'] as const).map((kind) =>
        this.model.findOne({ kind, state: 'completed' }).sort({ checked_at: -1 }).lean<SyncRunRecord | null>(),
      ),
    );
    const began = runs.flatMap((run) => (run ? [run.created_at.getTime()] : []));
    return began.length > 0 ? new Date(Math.max(...began)) : null;
  }

  /** The comparisons under way; those of processes that died are noted as such. */
  async comparisonsUnderWay(): Promise<string[]> {
    const running = { kind: 'reconcile' as const, state: 'running' as const };
    await this.model.updateMany(
      { ...running, updated_at: { $lt: new Date(Date.now() - SILENT_MS) } },
      { $set: { state: 'abandoned', updated_at: new Date() } },
      { timestamps: false },
    );
    return this.model.distinct('run_id', running);
  }
}
