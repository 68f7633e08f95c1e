import { CustomerUnknown } from '../customers/customer-unknown.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { DriftFinder } from './drift-finder.js';
import type { AnyKind } from './mirrored-kind.js';

/** Brings single objects to what Stripe shows, by the services that store them otherwise. */
export class Repairs {
  constructor(
    private readonly finder: DriftFinder,
    private readonly kinds: readonly AnyKind[],
  ) {}

  kindOf(objectType: string): AnyKind {
    const kind = this.kinds.find(({ type }) => type === objectType);
    if (!kind) throw new Error(`No objects of the type ${objectType} are compared`);
    return kind;
  }

  /**
   * Stores an object as Stripe shows it now, and looks whether it is the same now.
   *
   * @returns null when it is, or else why it is not
   * @throws BillingFault STRIPE_UNAVAILABLE
   */
  async repair(kind: AnyKind, id: string, origin: ChangeOrigin): Promise<string | null> {
    try {
      await kind.observe(id, (await kind.stored.byId([id])).get(id) ?? null, origin);
    } catch (error) {
      return reasonOf(error);
    }
    const left = await this.finder.verify(kind, id);
    if (left === null || left === 'in flight') return null;
    return left.kind === 'gone'
      ? 'Stripe does not know it; do the keys belong to this account and mode?'
      : `It still differs in ${left.fields.map(({ path }) => path).join(', ')}`;
  }
}

/** What keeps one object from being stored; anything that would keep all of them from it goes on. */
export function reasonOf(error: unknown): string {
  const isOutage = error instanceof BillingFault && error.code === BillingErrorCode.STRIPE_UNAVAILABLE;
  const isOwn = error instanceof CustomerUnknown || error instanceof BillingFault || isUnknownAtStripe(error);
  if (isOutage || !isOwn) throw error;
  return error.message;
}

/** The services say so in a plain error, for it is nothing that a caller can expect. */
function isUnknownAtStripe(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith('Stripe does not know');
}
