import { createClient } from 'graphql-sse';
import type { SubscriptionForwarder } from 'urql';
import type { RequestHeaders } from './billing-client';

/** What an operation's context may carry. */
export interface LiveContext {
  /** Called whenever its stream has begun, so that nothing is missed before it. */
  readonly onLive?: () => void;
  /** Called whenever it could not begin or broke, before it is tried again. */
  readonly onLost?: () => void;
}

/** Subscriptions over server-sent events: a connection for each, which comes back by itself when it breaks. */
export function liveForwarder(headers: RequestHeaders): SubscriptionForwarder {
  return ({ query, variables }, { context }) => ({
    subscribe: (observer) => {
      const { onLive, onLost } = context as LiveContext;
      const client = createClient({
        url: '/graphql',
        headers,
        on: {
          connected: () => onLive?.(),
          connecting: (isAgain) => {
            if (isAgain) onLost?.();
          },
        },
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
