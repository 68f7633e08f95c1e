import type { Model } from 'mongoose';
import type { StoredChanges } from '../subscriptions/stored-changes.js';
import type { HeadName, RevenueHeadRecord } from './revenue-head.record.js';
import type { RevenueLedger } from './revenue-ledger.js';

const PAGE = 500;
/** A write may reach MongoDB so long after the moment that it carries. */
const LONGEST_WRITE_MS = 2 * 60 * 1000;

/** Looks at every subscription that was stored since the last look, for what never came to the ledger. */
export class RevenueCatchUp {
  constructor(
    private readonly heads: Model<RevenueHeadRecord>,
    private readonly changes: StoredChanges,
    private readonly ledger: RevenueLedger,
  ) {}

  async run(name: HeadName): Promise<void> {
    const head = await this.heads.findById(name).lean<RevenueHeadRecord | null>();
    if (!head) return;
    const begun = new Date();
    const since = new Date(head.looked_until.getTime() - LONGEST_WRITE_MS);
    for await (const page of this.changes.positionsSince(since, PAGE)) {
      await this.ledger.bringUpTo(head.ledger, page);
    }
    await this.heads.updateOne(
      { _id: name, ledger: head.ledger },
      { $max: { looked_until: begun } },
      { timestamps: false },
    );
  }
}
