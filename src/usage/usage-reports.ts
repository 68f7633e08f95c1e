import type { Model } from 'mongoose';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import type { UsageReportRecord } from './usage-report.record.js';

export type NewUsageReport = Omit<UsageReportRecord, 'status' | 'created_at' | 'updated_at'>;

/** The one writer of usage_reports, and its reader. */
export class UsageReports {
  constructor(private readonly model: Model<UsageReportRecord>) {}

  find(identifier: string): Promise<UsageReportRecord | null> {
    return this.model
      .findOne({ identifier: { $eq: identifier } })
      .lean<UsageReportRecord | null>()
      .exec();
  }

  /** @returns false when another report has the identifier */
  async begin(report: NewUsageReport): Promise<boolean> {
    const now = new Date();
    try {
      await this.model.create([{ ...report, status: 'pending', created_at: now, updated_at: now }]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async accepted(identifier: string): Promise<void> {
    await this.model
      .updateOne(
        { identifier: { $eq: identifier } },
        { $set: { status: 'accepted', updated_at: new Date() } },
        { timestamps: false },
      )
      .exec();
  }

  /** For when Stripe keeps a failure under the old key. */
  async rekey(identifier: string, idempotencyKey: string): Promise<void> {
    await this.model
      .updateOne(
        { identifier: { $eq: identifier } },
        { $set: { idempotency_key: idempotencyKey, updated_at: new Date() } },
        { timestamps: false },
      )
      .exec();
  }

  /** Forgets a report that Stripe refused, so that a corrected one may have its identifier. */
  async refused(identifier: string): Promise<void> {
    await this.model.deleteOne({ identifier: { $eq: identifier }, status: 'pending' }).exec();
  }
}
