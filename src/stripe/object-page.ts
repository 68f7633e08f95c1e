/** How many objects Stripe shows at once at the most. Source: https://docs.stripe.com/api/pagination */
export const LARGEST_STRIPE_PAGE = 100;

/** One page of a list, the newest object first. */
export interface ObjectPage<T> {
  readonly data: readonly T[];
  readonly has_more: boolean;
}

/** Where a page begins. */
export interface PagePlace {
  /** The id of the last object of the page before; null for the first page. */
  readonly after: string | null;
  /** Objects that came to be later are left out. */
  readonly until: Date;
}

/** The parameters that every list of Stripe's takes. */
export function placeParams({ after, until }: PagePlace) {
  return {
    limit: LARGEST_STRIPE_PAGE,
    created: { lte: Math.floor(until.getTime() / 1000) },
    ...(after === null ? {} : { starting_after: after }),
  };
}
