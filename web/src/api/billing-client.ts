import { type Client, cacheExchange, createClient, fetchExchange, subscriptionExchange } from 'urql';
import type { Identity } from '../identity/identity';
import { identityHeaders } from '../identity/identity';
import { liveForwarder } from './live-forwarder';

/** Milliseconds after which a silent server counts as unreachable, so that no page waits for ever. */
const ANSWER_LIMIT = 30_000;

/** A client whose every request carries the identity of that moment. */
export function createBillingClient(identity: () => Identity | null): Client {
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange, subscriptionExchange({ forwardSubscription: liveForwarder(identity) })],
    fetchOptions: () => ({ headers: identityHeaders(identity()) }),
    fetch: (input, init) => {
      const limit = AbortSignal.timeout(ANSWER_LIMIT);
      return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
    },
  });
}
