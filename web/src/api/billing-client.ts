import {
  type Client,
  type CombinedError,
  cacheExchange,
  createClient,
  fetchExchange,
  mapExchange,
  subscriptionExchange,
} from 'urql';
import { liveForwarder } from './live-forwarder';

/** Milliseconds after which a silent server counts as unreachable, so that no page waits for ever. */
const ANSWER_LIMIT = 30_000;

/** Who asks, as it is at the moment of a request. */
export type RequestHeaders = () => Record<string, string>;

/**
 * A client whose every request carries the headers of that moment.
 *
 * @param onError told of each failed call, beside whoever made it
 */
export function createBillingClient(headers: RequestHeaders, onError?: (error: CombinedError) => void): Client {
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [
      mapExchange({ onError: (error) => onError?.(error) }),
      cacheExchange,
      fetchExchange,
      subscriptionExchange({ forwardSubscription: liveForwarder(headers) }),
    ],
    fetchOptions: () => ({ headers: headers() }),
    fetch: (input, init) => {
      const limit = AbortSignal.timeout(ANSWER_LIMIT);
      return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
    },
  });
}
