import type { Model } from 'mongoose';
import type { TenantScope } from '../terms/tenant-scope.js';

/** What of a collection can be followed, and by whom. */
export interface ChangeSource<R> {
  readonly model: Pick<Model<R>, 'collection'>;
  /** Fields in which a change alone is nobody's news. */
  readonly bookkeeping: readonly string[];
  /** What a record is followed by, beside its being one of all. */
  topicsOf(record: R): readonly string[];
  /** Whether the record is for whoever has the scope. */
  isFor(scope: TenantScope, record: R): boolean;
  /** Those of the records that the scope holds, by their `_id`. */
  read(scope: TenantScope, keys: readonly string[]): Promise<(R & { readonly _id: unknown })[]>;
}

/** The topic of whoever follows all that the scope holds; no name can be mistaken for it. */
export const EVERYTHING = null;

export type ChangeTopic = string | typeof EVERYTHING;
