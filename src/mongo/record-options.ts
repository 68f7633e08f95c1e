import { Severity } from '@typegoose/typegoose';
import type { IModelOptions } from '@typegoose/typegoose/lib/types.js';

/**
 * What all stored records have in common: a fixed collection name, no version key, no timestamps by mongoose (the
 * projection write sets created_at and updated_at by its own rules), and objects kept as they came, empty ones too.
 */
export function storedIn(collection: string): IModelOptions {
  return {
    schemaOptions: { collection, versionKey: false, timestamps: false, minimize: false, strict: 'throw' },
    options: { allowMixed: Severity.ALLOW },
  };
}
