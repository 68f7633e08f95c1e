import type { ApolloServer } from '@apollo/server';
import testing from 'apollo-server-testing';
import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../../src/terms/request-context.js';
import type { TypedDocumentString } from './generated/operations.js';

export interface InProcessAnswer<T> {
  readonly data: T | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

export interface InProcessClient {
  query<T, V>(operation: TypedDocumentString<T, V>, variables?: V): Promise<InProcessAnswer<T>>;
  mutate<T, V>(operation: TypedDocumentString<T, V>, variables?: V): Promise<InProcessAnswer<T>>;
}

/** Where Apollo Server 4 and newer put a result, which the package, made for version 2, hands on as it is. */
interface Response {
  readonly body: {
    readonly singleResult: { readonly data?: unknown; readonly errors?: readonly GraphQLFormattedError[] };
  };
}

type TestServer = Parameters<typeof testing.createTestClient>[0];

/**
 * apollo-server-testing on the Apollo Server of today: runs operations in this process, without HTTP. The package
 * hands on the request alone, so who asks is bound to the server that it is given.
 */
export function apolloTestClient(
  server: ApolloServer<RequestContext>,
  contextValue: () => RequestContext,
): InProcessClient {
  const bound: Pick<ApolloServer<RequestContext>, 'executeOperation'> = {
    executeOperation: (request: Parameters<typeof server.executeOperation>[0]) =>
      server.executeOperation(request, { contextValue: contextValue() }),
  };
  const client = testing.createTestClient(bound as unknown as TestServer);
  return {
    query: async (operation, variables) => answerOf(await client.query(requestOf('query', operation, variables))),
    mutate: async (operation, variables) => answerOf(await client.mutate(requestOf('mutation', operation, variables))),
  };
}

function requestOf<K extends string>(kind: K, operation: { toString(): string }, variables: unknown) {
  const text: string = operation.toString();
  return { [kind]: text, variables: (variables ?? {}) as Record<string, unknown> } as Record<K, string> & {
    variables: Record<string, unknown>;
  };
}

function answerOf<T>(response: unknown): InProcessAnswer<T> {
  const { data, errors } = (response as Response).body.singleResult;
  return { data: data as T | null | undefined, errors: errors ?? [] };
}
