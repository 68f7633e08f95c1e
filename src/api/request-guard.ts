import type { Request, RequestHandler } from 'express';
import { GraphqlRefusal } from './graphql-refusal.js';
import { acceptedType } from './media-type.js';

/** Headers that a page of another site cannot send without asking first (CORS). */
const PREFLIGHTED_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Lets through only what a page of another site cannot make a browser send, and only what can be answered in a form
 * that the client takes. docs/decisions/0007-graphql-over-http.md says why.
 *
 * @param origins other sites whose pages may ask
 */
export function guardRequest(origins: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    guard(request, origins);
    next();
  };
}

function guard(request: Request, origins: readonly string[]): void {
  const isJson = /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
  if (request.method === 'POST' && !isJson) {
    throw new GraphqlRefusal(415, 'POST takes a body of content-type application/json', {
      code: 'UNSUPPORTED_MEDIA_TYPE',
    });
  }
  if (!isJson && isFromElsewhere(request, origins) && !PREFLIGHTED_HEADERS.some((name) => request.headers[name])) {
    throw new GraphqlRefusal(403, `A page of another site sent this; ${PREFLIGHTED_HEADERS[0]} is missing`, {
      code: 'CROSS_SITE_REQUEST',
    });
  }
  const type = acceptedType(request);
  if (type === undefined) {
    throw new GraphqlRefusal(
      406,
      'accept must allow application/json, application/graphql-response+json, or text/event-stream',
      {
        code: 'NOT_ACCEPTABLE',
      },
    );
  }
  // From here on the request accepts what it will be answered with.
  request.headers.accept = type;
}

/** One operation a request: a list of them would pass the limits of each. */
export const refuseBatches: RequestHandler = ({ body }: Request, _response, next) => {
  if (!Array.isArray(body)) return next();
  throw new GraphqlRefusal(400, 'Batches are not taken: send one operation a request', {
    code: 'BATCHING_NOT_SUPPORTED',
    limit: { setting: 'operations in a request', maximum: 1, found: body.length },
  });
};

/** What the browser says of the page; other clients say nothing. https://www.w3.org/TR/fetch-metadata/ */
function isFromElsewhere({ headers }: Request, origins: readonly string[]): boolean {
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined && origins.includes(headers.origin)) return false;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host;
}
