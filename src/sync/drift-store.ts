import type { Model } from 'mongoose';
import type { DeletedCustomer } from '../customers/customer-erasure.js';
import { readPage } from '../mongo/keyset-page.js';
import type { Page, PageRequest } from '../terms/page.js';
import type { DriftRecord } from './drift.record.js';
import type { FoundDrift } from './found-drift.js';

/** The one writer of drifts, and its reader: what each comparison found, until the next one is done. */
export class DriftStore {
  constructor(private readonly model: Model<DriftRecord>) {}

  async put(runId: string, drifts: readonly FoundDrift[]): Promise<void> {
    if (drifts.length === 0) return;
    const now = new Date();
    await this.model.bulkWrite(
      drifts.map((drift) => ({
        updateOne: {
          filter: { run_id: runId, object_id: drift.objectId },
          update: {
            $set: {
              object_type: drift.objectType,
              kind: drift.kind,
              organization_id: drift.organizationId,
              fields: drift.fields.map((field) => ({ ...field })),
              stake_amount: drift.stake?.amount ?? null,
              stake_currency: drift.stake?.currency ?? null,
              updated_at: now,
            },
            $setOnInsert: { created_at: now },
          },
          upsert: true,
        },
      })),
      { timestamps: false },
    );
  }

  async remove(runId: string, objectId: string): Promise<void> {
    await this.model.deleteOne({ run_id: { $eq: runId }, object_id: { $eq: objectId } });
  }

  /** Forgets what any comparison found of a customer and of its organization's invoices, with the values that differ. */
  async forgetCustomer({ customerId, organizationId }: DeletedCustomer): Promise<void> {
    const invoices = { organization_id: { $eq: organizationId }, object_type: 'invoice' };
    await this.model.deleteMany({ $or: [{ object_id: { $eq: customerId } }, invoices] });
  }

  /** Forgets what all other comparisons found. */
  async keepOnly(runIds: readonly string[]): Promise<void> {
    await this.model.deleteMany({ run_id: { $nin: [...runIds] } });
  }

  find(runId: string, objectIds: readonly string[]): Promise<DriftRecord[]> {
    return this.model
      .find({ run_id: { $eq: runId }, object_id: { $in: [...objectIds] } })
      .lean<DriftRecord[]>()
      .exec();
  }

  page(runId: string, request: PageRequest): Promise<Page<DriftRecord>> {
    return readPage(this.model, { run_id: { $eq: runId } }, request, 'object_id');
  }

  count(runId: string): Promise<number> {
    return this.model.countDocuments({ run_id: { $eq: runId } }).exec();
  }
}
