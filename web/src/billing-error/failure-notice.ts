import type { CombinedError } from 'urql';
import type { Notice } from './notice';

const SIGN_IN_CODES: ReadonlySet<unknown> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** A call that gave no payload: the network failed, the viewer may not do this, or the server broke. */
export function failureNotice(error: CombinedError): Notice {
  if (wantsSignIn(error)) {
    return {
      title: 'The server wants to know who you are',
      advice: 'Your sign-in is missing or has run out.',
      remedy: 'identify',
    };
  }
  if (error.networkError) {
    return {
      title: 'The server did not answer',
      advice: 'Check your connection, then try again.',
      remedy: 'retry',
    };
  }
  return {
    title: 'The server met a fault of its own',
    advice: 'It is not something you did. Try again in a moment.',
    remedy: 'retry',
  };
}

/** True when the server refused the call for want of an identity that it accepts. */
export function wantsSignIn(error: CombinedError): boolean {
  const response: unknown = error.response;
  const status = response instanceof Response ? response.status : 0;
  return (
    status === 401 ||
    status === 403 ||
    error.graphQLErrors.some(({ extensions }) => SIGN_IN_CODES.has(extensions?.code))
  );
}
