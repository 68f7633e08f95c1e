import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../terms/request-context.js';
import { RESPONSE_TYPE } from './media-type.js';

/**
 * A client of application/json takes the status for that of the transport: to a well-formed request it is 200,
 * whatever GraphQL says of it. One of application/graphql-response+json gets the status of the result.
 * Source: https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export function statusByMediaType(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, request }) => {
        if (request.http?.headers.get('accept') === RESPONSE_TYPE || response.body.kind !== 'single') return;
        const errors = response.body.singleResult.errors ?? [];
        // A malformed request, such as one without a query or a mutation by GET.
        if (errors.some(({ extensions }) => extensions?.code === 'BAD_REQUEST')) return;
        response.http.status = 200;
      },
    }),
  };
}
