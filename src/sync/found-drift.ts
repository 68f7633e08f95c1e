import type { ObjectType } from './mirrored-kind.js';
import type { Stake } from './money-at-stake.js';
import type { FieldDifference } from './state-difference.js';

/** `missing` is at Stripe and not here, `gone` is here and not at Stripe any more. */
export type DriftKind = 'different' | 'missing' | 'gone';

/** An object that is stored otherwise than Stripe shows it. */
export interface FoundDrift {
  readonly objectId: string;
  readonly objectType: ObjectType;
  readonly kind: DriftKind;
  /** Whose it is by Stripe's word, or else by ours; null for the catalogue. */
  readonly organizationId: string | null;
  readonly fields: readonly FieldDifference[];
  /** For a subscription: what it brings a month here and at Stripe, and how far they are apart. */
  readonly stake: Stake | null;
}
