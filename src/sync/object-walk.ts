import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { fromUnixSeconds } from '../terms/instant.js';
import type { ObjectPage, PagePlace } from '../stripe/object-page.js';
import type { AnyKind, StripeObject } from './mirrored-kind.js';

/** How far a walk has come; kept, it lets another process go on. */
export interface WalkPlace {
  /** The last object that was read. */
  readonly after: string | null;
  /** Everything that came to be later has been read. */
  readonly upTo: Date;
  /** What was read of the very moment `upTo`. */
  readonly ties: readonly string[];
}

export interface WalkedPage {
  readonly objects: readonly StripeObject[];
  /** Stored, of the same time as these objects, and not among them: perhaps gone at Stripe. */
  readonly unlisted: readonly string[];
  /** Null after the last page. */
  readonly next: WalkPlace | null;
}

/**
 * Goes through all of Stripe's objects of a kind, the newest first, side by side with what is stored: two lists in one
 * order, so each page shows what the other side lacks, and nothing but the page is kept in memory.
 *
 * @param until objects that came to be later are not looked at
 */
export async function* walk(kind: AnyKind, until: Date, from?: WalkPlace): AsyncGenerator<WalkedPage> {
  let place: WalkPlace | null = from ?? { after: null, upTo: until, ties: [] };
  while (place) {
    const page: WalkedPage = await nextPage(kind, until, place);
    yield page;
    place = page.next;
  }
}

async function nextPage(kind: AnyKind, until: Date, place: WalkPlace): Promise<WalkedPage> {
  const { data, has_more: hasMore } = await readPage(kind, until, place);
  const oldest = Math.min(...data.map(({ created }) => created), place.upTo.getTime() / 1000);
  const isLast = !hasMore || data.length === 0;
  const upTo = fromUnixSeconds(oldest);
  const listed = new Set([...place.ties, ...data.map(({ id }) => id)]);
  const unlisted: string[] = [];
  for await (const id of kind.stored.idsBetween(isLast ? null : upTo, place.upTo)) {
    if (!listed.has(id)) unlisted.push(id);
  }
  const ties = [
    ...(upTo.getTime() === place.upTo.getTime() ? place.ties : []),
    ...data.filter(({ created }) => created === oldest).map(({ id }) => id),
  ];
  const fresh = data.filter(({ id }) => !place.ties.includes(id));
  return { objects: fresh, unlisted, next: isLast ? null : { after: data.at(-1)?.id ?? null, upTo, ties } };
}

/** Stripe refuses a page after an object that was deleted meanwhile; its time says where it stood. */
async function readPage(kind: AnyKind, until: Date, { after, upTo }: WalkPlace): Promise<ObjectPage<StripeObject>> {
  const place: PagePlace = { after, until };
  try {
    return await kind.page(place);
  } catch (error) {
    const isGone = error instanceof BillingFault && error.code === BillingErrorCode.NOT_FOUND;
    if (after === null || !isGone) throw error;
    return kind.page({ after: null, until: upTo });
  }
}
