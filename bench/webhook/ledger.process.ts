/**
 * "Stripe" for the bench, the same for every server: answers GET for customers, subscriptions, checkout sessions,
 * invoices, products and prices, each with the state of the moment in which it is asked, at once and without limits.
 * Time goes on as the load generator says, always before it delivers what happened: POST /bench/<story>/<place>. GET /bench/reads says how
 * often it was asked for an object.
 */
import { createServer } from 'node:http';
import type { Buyer, ObjectState } from './buyer-story.js';
import { endWithParent } from '../process/child-process.js';
import { type BenchMessage, benchOptions } from './bench-process.js';
import { PRICE, PRODUCT_ID, render, renderCustomer, renderProduct } from './stripe-objects.js';
import { type Story, tellStory } from './story.js';

interface Version {
  /** It counts once so many events of the story have happened. */
  readonly from: number;
  readonly state: ObjectState;
}

class Book {
  /** How many events have happened. */
  place = 0;
  readonly #versions = new Map<string, Version[]>();
  readonly #buyers: ReadonlyMap<string, Buyer>;

  constructor(private readonly story: Story) {
    this.#buyers = new Map(story.buyers.map((buyer) => [buyer.customerId, buyer]));
    for (const { happensAt, state } of story.events) {
      const versions = this.#versions.get(state.id);
      if (versions) versions.push({ from: happensAt + 1, state });
      else this.#versions.set(state.id, [{ from: happensAt + 1, state }]);
    }
  }

  /** The time of the story, which the answers' Date header says, as Stripe's says the time of the events. */
  get now(): Date {
    const last = this.story.events[Math.max(0, Math.min(this.place, this.story.events.length) - 1)];
    return new Date((last?.second ?? 0) * 1000);
  }

  find(kind: ObjectState['kind'], id: string): object | undefined {
    const state = this.#versions.get(id)?.findLast(({ from }) => from <= this.place)?.state;
    return state?.kind === kind ? render(state) : undefined;
  }

  customer(id: string): object | undefined {
    const buyer = this.#buyers.get(id);
    return buyer && renderCustomer(buyer);
  }
}

endWithParent();
const books = new Map(benchOptions().stories.map((options) => [options.name, new Book(tellStory(options))]));

interface Found {
  readonly object: object;
  readonly now: Date;
}

const inAnyBook = (look: (book: Book) => object | undefined): Found | undefined => {
  for (const book of books.values()) {
    const object = look(book);
    if (object) return { object, now: book.now };
  }
  return undefined;
};
const always = (object: object): Found => ({ object, now: new Date() });
const resources: Readonly<Record<string, (id: string) => Found | undefined>> = {
  customers: (id) => inAnyBook((book) => book.customer(id)),
  subscriptions: (id) => inAnyBook((book) => book.find('subscription', id)),
  'checkout/sessions': (id) => inAnyBook((book) => book.find('session', id)),
  invoices: (id) => inAnyBook((book) => book.find('invoice', id)),
  products: (id) => (id === PRODUCT_ID ? always(renderProduct()) : undefined),
  prices: (id) => (id === PRICE.id ? always(PRICE) : undefined),
};
let reads = 0;

const server = createServer((request, response) => {
  const [path = ''] = (request.url ?? '').split('?');
  if (path === '/bench/reads') {
    response.end(String(reads));
    return;
  }
  const [, name, place] = /^\/bench\/(\w+)\/(\d+)$/.exec(path) ?? [];
  const book = books.get(name ?? '');
  if (book) {
    book.place = Math.max(book.place, Number(place));
    response.end();
    return;
  }
  reads += 1;
  const [, resource = '', id = ''] = /^\/v1\/(.+)\/([^/]+)$/.exec(path) ?? [];
  const found = request.method === 'GET' ? resources[resource]?.(id) : undefined;
  const message = `No such object: ${request.method} ${path}`;
  const body = found?.object ?? { error: { type: 'invalid_request_error', code: 'resource_missing', message } };
  response.writeHead(found ? 200 : 404, {
    'content-type': 'application/json',
    'request-id': `req_bench${reads}`,
    date: (found?.now ?? new Date()).toUTCString(),
  });
  response.end(JSON.stringify(body, null, 2));
});
// A client may keep a connection for as long as it likes, as Stripe's edge lets it.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The ledger listens on no port');
  process.send?.({ kind: 'listening', url: `http://127.0.0.1:${address.port}` } satisfies BenchMessage);
});
