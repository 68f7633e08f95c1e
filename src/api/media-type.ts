import type { Request } from 'express';
import { LRUCache } from 'lru-cache';

export const RESPONSE_TYPE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

/** Of a stream of answers: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const EVENT_STREAM = 'text/event-stream';

/** By the header: clients of one kind send the same one each time. */
const known = new LRUCache<string, { readonly type: string | undefined }>({ max: 100 });
/** What is longer is not remembered. */
const LONGEST_KNOWN = 200;

/** Which form of answer the client likes best; application/json where it does not say. Undefined: none that we have. */
export function acceptedType(request: Request): string | undefined {
  const { accept = '' } = request.headers;
  const before = known.get(accept);
  if (before) return before.type;
  const type = request.accepts([JSON_TYPE, RESPONSE_TYPE, EVENT_STREAM]) || undefined;
  if (accept.length <= LONGEST_KNOWN) known.set(accept, { type });
  return type;
}

/** The form of a single answer, also to a client that would rather have had a stream. */
export function answerType(request: Request): string {
  return request.accepts([JSON_TYPE, RESPONSE_TYPE]) || JSON_TYPE;
}
