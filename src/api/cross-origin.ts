import cors from 'cors';
import type { RequestHandler } from 'express';

/** What a client of the API may send beyond what every page may: identity, the way of the request, live updates. */
const HEADERS = [
  'content-type',
  'authorization',
  'x-api-key',
  'x-organization-id',
  'x-customer-email',
  'x-request-id',
  'traceparent',
  'last-event-id',
  'apollo-require-preflight',
  'x-apollo-operation-name',
];
/** As long as a browser may take a preflight's answer for the next one's. */
const PREFLIGHT_SECONDS = 600;

/**
 * Lets the pages of some origins ask, by https://fetch.spec.whatwg.org/#http-cors-protocol; without any, the headers of
 * the protocol are never sent and browsers keep all other pages out. No cookie says who asks, so none is let in.
 *
 * @param origins such as https://app.example.com, compared as a whole
 */
export function crossOrigin(origins: readonly string[]): readonly RequestHandler[] {
  if (origins.length === 0) return [];
  return [
    cors({
      origin: [...origins],
      methods: ['GET', 'POST'],
      allowedHeaders: HEADERS,
      exposedHeaders: ['x-request-id', 'retry-after'],
      credentials: false,
      maxAge: PREFLIGHT_SECONDS,
    }),
  ];
}
