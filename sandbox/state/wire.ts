import type Stripe from 'stripe';

/**
 * The form in which Stripe sends an SDK type `T` and in which the sandbox keeps it: decimals are strings, a reference
 * is the id until it is expanded, and nothing is changed in place.
 * Source: https://docs.stripe.com/api/expanding_objects
 */
export type Wire<T> = Shape<[Extract<T, string>] extends [never] ? T : Exclude<T, { object: string }>>;

type Shape<T> = T extends string
  ? T
  : T extends Stripe.Decimal
    ? string
    : T extends ReadonlyArray<infer Entry>
      ? readonly Wire<Entry>[]
      : T extends object
        ? { readonly [Key in keyof T]: Wire<T[Key]> }
        : T;

/** A JSON object of which only the presence of fields is known. */
export type JsonObject = { readonly [field: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
