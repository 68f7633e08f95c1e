import { createClient } from 'graphql-sse';
import type { SubscriptionForwarder } from 'urql';
import type { RequestHeaders } from './billing-client';

/** What an operation's context may carry: called whenever its stream has begun, so that nothing is missed before it. */
export interface LiveContext {
  readonly onLive?: () => void;
}

/** Subscriptions over server-sent events: a connection for each, which comes back by itself when it breaks. */
export function liveForwarder(headers: RequestHeaders): SubscriptionForwarder {
  return ({ query, variables }, { context }) => ({
    subscribe: (observer) => {
      const { onLive } = context as LiveContext;
      const client = createClient({
        url: '/graphql',
        headers,
        on: { connected: () => onLive?.() },
      });
      const unsubscribe = client.subscribe(
        { query: query ?? '', variables: variables ?? {} },
        {
          next: (result) => observer.next(result as Parameters<typeof observer.next>[0]),
          error: (error) => observer.error(error),
          complete: () => observer.complete(),
        },
      );
      return { unsubscribe };
    },
  });
}
