import type { Request } from 'express';

export const RESPONSE_TYPE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

/** Of a stream of answers: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const EVENT_STREAM = 'text/event-stream';

/** Which form of answer the client likes best; application/json where it does not say. Undefined: none that we have. */
export function acceptedType(request: Request): string | undefined {
  return request.accepts([JSON_TYPE, RESPONSE_TYPE, EVENT_STREAM]) || undefined;
}

/** The form of a single answer, also to a client that would rather have had a stream. */
export function answerType(request: Request): string {
  return request.accepts([JSON_TYPE, RESPONSE_TYPE]) || JSON_TYPE;
}
