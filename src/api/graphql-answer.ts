import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Request, RequestHandler, Response } from 'express';
import type { RequestContext } from '../terms/request-context.js';

/**
 * Hands a request to Apollo and sends what it answers, as a whole: no answer of ours comes in parts. It spares what
 * Express does for a body in general, such as a hash of each for caches, which a POST has no use for.
 * Source: https://www.apollographql.com/docs/apollo-server/integrations/building-integrations
 *
 * @param contextOf what the resolvers of a request get
 */
export function answerGraphql(
  server: ApolloServer<RequestContext>,
  contextOf: (request: Request, response: Response) => RequestContext,
): RequestHandler {
  server.assertStarted('answerGraphql');
  return async (request, response) => {
    const { method, body } = request;
    const head = { method, headers: headersOf(request), search: searchOf(request.url), body };
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: head,
      context: async () => contextOf(request, response),
    });
    if (answer.body.kind !== 'complete') throw new Error('An answer in parts cannot be sent');
    const { string } = answer.body;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    response.statusCode = answer.status ?? 200;
    response.setHeader('content-length', Buffer.byteLength(string));
    response.end(method === 'HEAD' ? undefined : string);
  };
}

function headersOf({ headers }: Request): HeaderMap {
  const map = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** With its question mark, empty when there is none. */
function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}
