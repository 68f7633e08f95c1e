import { type Model, type QueryFilter, STATES } from 'mongoose';

interface FindOptions {
  readonly projection?: Readonly<Record<string, 0 | 1>>;
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit?: number;
}

/**
 * Reads records as they are stored, by the driver itself: what mongoose does on the way, to cast the filter and to make
 * documents, costs as much as the answer of a small page, and the values of our filters have their types already.
 * While there is no connection mongoose waits for one.
 */
export function findPlain<R>(model: Model<R>, filter: QueryFilter<R>, options: FindOptions = {}): Promise<R[]> {
  if (model.db.readyState !== STATES.connected) {
    const { projection = {}, ...others } = options;
    return model.find(filter, projection, others).lean<R[]>().exec();
  }
  return model.collection.find(filter as object, options as object).toArray() as Promise<unknown> as Promise<R[]>;
}
