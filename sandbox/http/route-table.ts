import type { Method, Route } from './route.js';

export interface RouteMatch {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** Where a bare id such as `/v1/cus_1` leads; the official CLI asks in this form. */
const HOMES: Readonly<Record<string, string>> = {
  ch: '/v1/charges',
  clock: '/v1/test_helpers/test_clocks',
  cs: '/v1/checkout/sessions',
  cus: '/v1/customers',
  evt: '/v1/events',
  ii: '/v1/invoiceitems',
  in: '/v1/invoices',
  mtr: '/v1/billing/meters',
  pi: '/v1/payment_intents',
  pm: '/v1/payment_methods',
  price: '/v1/prices',
  prod: '/v1/products',
  re: '/v1/refunds',
  seti: '/v1/setup_intents',
  sub: '/v1/subscriptions',
  we: '/v1/webhook_endpoints',
};

/** Finds the route of a request. A fixed segment goes before one in braces (`/v1/customers/search`). */
export class RouteTable {
  readonly #routes: readonly { readonly route: Route; readonly segments: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    const entries = routes.map((route) => ({ route, segments: route.path.split('/') }));
    this.#routes = entries.sort((left, right) => braces(left.segments) - braces(right.segments));
  }

  find(method: string, url: string): RouteMatch | undefined {
    return this.#match(method, url) ?? this.#match(method, homeOf(url));
  }

  /** The methods that answer at this path, for the message about a wrong one. */
  methodsAt(url: string): Method[] {
    return this.#routes.filter((entry) => values(entry.segments, url.split('/'))).map((entry) => entry.route.method);
  }

  #match(method: string, url: string): RouteMatch | undefined {
    const asked = url.split('/');
    for (const { route, segments } of this.#routes) {
      const path = route.method === method ? values(segments, asked) : undefined;
      if (path !== undefined) return { route, path };
    }
    return undefined;
  }
}

function braces(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith('{')).length;
}

function values(segments: readonly string[], asked: readonly string[]): Record<string, string> | undefined {
  if (segments.length !== asked.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = asked[index] ?? '';
    if (segment.startsWith('{') && value !== '') found[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return found;
}

function homeOf(url: string): string {
  const id = /^\/v1\/([a-z]+)_\w+$/.exec(url);
  const home = HOMES[id?.[1] ?? ''];
  return home === undefined ? url : `${home}/${url.slice('/v1/'.length)}`;
}
