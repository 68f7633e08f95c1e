import type Stripe from 'stripe';
import { LARGEST_STRIPE_PAGE, type ObjectPage } from './object-page.js';
import type { StripeCalls } from './stripe-calls.js';

/** The most types that one request may name. Source: https://docs.stripe.com/api/events/list */
const MOST_TYPES = 20;

/** What happened at Stripe, of which it keeps 30 days. Source: https://docs.stripe.com/api/events/list */
export class EventGateway {
  constructor(private readonly calls: StripeCalls) {}

  /** All events of these types since a moment, page by page; within the types of one request the newest comes first. */
  async *since(moment: Date, types: readonly string[]): AsyncGenerator<readonly Stripe.Event[]> {
    for (let first = 0; first < types.length; first += MOST_TYPES) {
      yield* this.#pages(moment, types.slice(first, first + MOST_TYPES));
    }
  }

  async *#pages(moment: Date, types: readonly string[]): AsyncGenerator<readonly Stripe.Event[]> {
    let after: string | undefined;
    for (;;) {
      const page = await this.#page(moment, types, after);
      if (page.data.length > 0) yield page.data;
      after = page.data.at(-1)?.id;
      if (!page.has_more || after === undefined) return;
    }
  }

  #page(moment: Date, types: readonly string[], after: string | undefined): Promise<ObjectPage<Stripe.Event>> {
    return this.calls.run('events.list', (stripe) =>
      stripe.events.list({
        limit: LARGEST_STRIPE_PAGE,
        types: [...types],
        created: { gte: Math.floor(moment.getTime() / 1000) },
        ...(after === undefined ? {} : { starting_after: after }),
      }),
    );
  }
}
