import { getModelForClass } from '@typegoose/typegoose';
import type { Connection, Model } from 'mongoose';

/**
 * The model of a record class on the given connection.
 *
 * Typegoose keeps one model per class name for the whole process, so a second connection (another app in the same
 * test, say) would get the first one's model: its cache stays off.
 */
export function modelOn<R>(connection: Connection, record: new () => R): Model<R> {
  return getModelForClass(record as never, {
    existingConnection: connection,
    options: { disableCaching: true },
  }) as unknown as Model<R>;
}
