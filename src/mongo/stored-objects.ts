import type { Model, QueryFilter } from 'mongoose';
import type { ObservedRecord } from './observed.record.js';

/** What is stored of Stripe's objects of one kind, of every organization, for whoever compares it with Stripe's. */
export class StoredObjects<R extends ObservedRecord> {
  /** @param present which of the records stand for an object that Stripe should still have */
  constructor(
    private readonly model: Model<R>,
    private readonly idField: keyof R & string,
    private readonly present: QueryFilter<R> = {},
  ) {}

  async byId(ids: readonly string[]): Promise<Map<string, R>> {
    const rows = await this.find({ [this.idField]: { $in: [...ids] } } as QueryFilter<R>);
    return new Map(rows.map((row) => [this.idOf(row), row]));
  }

  find(filter: QueryFilter<R>): Promise<R[]> {
    return this.model.find(filter).lean<R[]>().exec();
  }

  /** The ids of those that came to be after one moment and not after another, one at a time. */
  async *idsBetween(after: Date | null, upTo: Date): AsyncGenerator<string> {
    const created_at = { $lte: upTo, ...(after ? { $gt: after } : {}) };
    const rows = this.model
      .find({ ...this.present, created_at } as QueryFilter<R>)
      .select({ [this.idField]: 1, _id: 0 })
      .lean<R[]>()
      .cursor();
    for await (const row of rows) yield this.idOf(row as unknown as R);
  }

  count(): Promise<number> {
    return this.model.countDocuments(this.present).exec();
  }

  idOf(record: R): string {
    return String(record[this.idField]);
  }
}
