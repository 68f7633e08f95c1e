import type { ObservedRecord } from '../mongo/observed.record.js';
import type { StoredObjects } from '../mongo/stored-objects.js';
import type { ObjectPage, PagePlace } from '../stripe/object-page.js';
import type { ChangeOrigin } from '../terms/change-origin.js';

/** Stripe's word for each kind of object that is compared, in the order in which they are: owners come first. */
export const OBJECT_TYPES = ['customer', 'product', 'price', 'subscription', 'checkout.session', 'invoice'] as const;

export type ObjectType = (typeof OBJECT_TYPES)[number];

export interface StripeObject {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
}

/** What should be stored of an object of Stripe's, or why nothing should. */
export type Expected<R> =
  | { readonly state: Partial<R>; readonly organizationId: string | null }
  | { readonly skipped: string };

/** The organizations of customers that Stripe has and that are not stored yet, by the customers' ids. */
export type Adoptable = ReadonlyMap<string, string>;

/**
 * One kind of Stripe's objects, as it is there and as it is here. A room's own gateway, mapping and service stand behind
 * it, so what is compared is what would be stored, and what repairs is what stores otherwise.
 */
export interface MirroredKind<T extends StripeObject, R extends ObservedRecord> {
  readonly type: ObjectType;
  readonly stored: StoredObjects<R>;
  page(place: PagePlace): Promise<ObjectPage<T>>;
  /** Null when Stripe does not know it, or shows it as deleted. */
  find(id: string): Promise<T | null>;
  /** In the order of the objects. */
  expected(objects: readonly T[], stored: ReadonlyMap<string, R>, adoptable: Adoptable): Promise<Expected<R>[]>;
  /** Whose a stored object is; null for the catalogue. */
  organizationOf(record: R): string | null;
  /** Whether it is stored as deleted. */
  isGone(record: R): boolean;
  /** Stores it as Stripe shows it now. @param record what is stored of it */
  observe(id: string, record: R | null, origin: ChangeOrigin): Promise<void>;
  /** Stores an object that a list showed and of which nothing is stored. */
  adopt(object: T, origin: ChangeOrigin): Promise<void>;
}

/** A kind among others. */
export type AnyKind = MirroredKind<StripeObject, ObservedRecord>;
