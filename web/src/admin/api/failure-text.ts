import type { CombinedError } from 'urql';

/** A failed call in words for an admin: the server's own where it has some. */
export function failureText(error: CombinedError): string {
  if (error.networkError && error.graphQLErrors.length === 0) {
    return 'The server did not answer. Check the connection and try again.';
  }
  const [first] = error.graphQLErrors;
  return first ? first.message : 'The server met a fault of its own. Its log says more.';
}

/** True where the credential has run out or is no longer taken. */
export function isSignedOut(error: CombinedError): boolean {
  const response: unknown = error.response;
  return (
    (response instanceof Response && response.status === 401) ||
    error.graphQLErrors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')
  );
}
