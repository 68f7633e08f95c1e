import { assertDocumented } from './documented-errors.js';
import type { TypedDocumentString } from './generated/operations.js';

export interface GraphqlAnswer<T> {
  readonly status: number;
  /** Throws, with what the server said, where there is none. */
  readonly data: T;
  readonly errors: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly headers: Headers;
}

/** Runs a typed operation by POST, as a frontend does. */
export async function postGraphql<TResult>(
  url: string,
  operation: TypedDocumentString<TResult, never> | { toString(): string },
  variables: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<GraphqlAnswer<TResult>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: operation.toString(), variables }),
  });
  const body = (await response.json()) as { data?: TResult; errors?: GraphqlAnswer<TResult>['errors'] };
  assertDocumented(body.data);
  return {
    status: response.status,
    errors: body.errors ?? [],
    headers: response.headers,
    get data(): TResult {
      if (!body.data) throw new Error(`GraphQL answered without data: ${JSON.stringify(body)}`);
      return body.data;
    },
  };
}
