import type { EventCause } from '../events/stored-event.js';
import type { JsonObject } from '../state/wire.js';

export type Method = 'GET' | 'POST' | 'DELETE';

type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

/** One authenticated request on its way to a handler. */
export interface Call<Names extends string = string> {
  /** The values of the braces in the route's path. */
  readonly path: Readonly<Record<Names, string>>;
  /** The path as asked, such as `/v1/customers`: what a list shows as its `url`. */
  readonly url: string;
  readonly apiKey: string;
  readonly cause: EventCause;
}

/** One entry of the routing table. A handler that throws leaves the state as it was, but for a `KeptFailure`. */
export interface Route {
  readonly method: Method;
  /** The path of Stripe's specification, with braces: `/v1/customers/{customer}`. */
  readonly path: string;
  /** False for the few paths of Stripe that its public specification leaves out. */
  readonly specified: boolean;
  handle(params: JsonObject, call: Call): JsonObject;
}

/**
 * A route whose handler takes the parameters in the type that it names: the validator has checked and converted them
 * by Stripe's specification before the handler sees them.
 */
export function route<const Path extends string, Params>(
  method: Method,
  path: Path,
  handle: (params: Params, call: Call<PathNames<Path>>) => JsonObject,
): Route {
  return { method, path, specified: true, handle: (params, call) => handle(params as Params, call) };
}

/** A route that Stripe answers without listing it in its specification: its parameters come as they were sent. */
export function unspecifiedRoute<const Path extends string>(
  method: Method,
  path: Path,
  handle: (params: JsonObject, call: Call<PathNames<Path>>) => JsonObject,
): Route {
  return { ...route(method, path, handle), specified: false };
}
