import type { Model, QueryFilter } from 'mongoose';
import type { Page, PageRequest } from '../terms/page.js';
import { includesOrganization, type TenantScope } from '../terms/tenant-scope.js';
import type { ChangeSource } from './change-source.js';
import type { Projection } from '../terms/stored-fields.js';
import { findPlain } from './plain-find.js';
import { readPage } from './keyset-page.js';

/** A record that belongs to an organization. */
export interface TenantRecord {
  organization_id: string;
  created_at: Date;
  updated_at: Date;
}

/**
 * The only way to read tenant data: each call takes the scope of whoever asks, and the organization becomes part of
 * the filter here, so that no caller can forget it.
 */
export class TenantCollection<R extends TenantRecord> {
  /** @param idField the unique field that names a record, Stripe's id */
  constructor(
    private readonly model: Model<R>,
    private readonly idField: keyof R & string,
  ) {}

  async findOne(scope: TenantScope, filter: QueryFilter<R>, projection: Projection = {}): Promise<R | null> {
    return this.model.findOne(inScope(scope, filter)).select(projection).lean<R | null>().exec();
  }

  async findById(scope: TenantScope, id: string, projection?: Projection): Promise<R | null> {
    return this.findOne(scope, { [this.idField]: { $eq: id } } as QueryFilter<R>, projection);
  }

  async find(scope: TenantScope, filter: QueryFilter<R>, projection: Projection = {}): Promise<R[]> {
    return findPlain(this.model, inScope(scope, filter), { projection });
  }

  async exists(scope: TenantScope, filter: QueryFilter<R>): Promise<boolean> {
    return (await this.model.exists(inScope(scope, filter))) !== null;
  }

  /**
   * What of the collection can be followed.
   *
   * @param topicsOf what a record is followed by
   */
  changes(bookkeeping: readonly string[], topicsOf: (record: R) => readonly string[]): ChangeSource<R> {
    return {
      model: this.model,
      bookkeeping,
      topicsOf,
      isFor: (scope, record) => includesOrganization(scope, record.organization_id),
      // By mongoose, which makes ids of the keys' texts.
      read: (scope, keys) =>
        this.model
          .find(inScope(scope, { _id: { $in: [...keys] } } as unknown as QueryFilter<R>))
          .lean<(R & { _id: unknown })[]>()
          .exec(),
    };
  }

  page(scope: TenantScope, filter: QueryFilter<R>, request: PageRequest): Promise<Page<R>> {
    return readPage(this.model, inScope(scope, filter), request, this.idField);
  }
}

function inScope<R>(scope: TenantScope, filter: QueryFilter<R>): QueryFilter<R> {
  switch (scope.kind) {
    case 'every-organization':
      return filter;
    case 'organization':
      return { $and: [{ organization_id: { $eq: scope.organizationId } }, filter] } as QueryFilter<R>;
    case 'nobody':
      return { $and: [{ organization_id: { $in: [] } }, filter] } as QueryFilter<R>;
    default:
      return scope satisfies never;
  }
}
