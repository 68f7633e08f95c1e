import { useCallback } from 'react';
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useQuery } from 'urql';
import { useLiveEvents, useRegularLook } from './live-context';
import type { LiveEvent } from './live-feed';

interface LiveQuery<Data, Variables extends AnyVariables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  /** Whether a change is reason to ask again; a stream that began anew always is. */
  readonly concerns?: (event: LiveEvent) => boolean;
  readonly pause?: boolean;
}

export interface LiveAnswer<Data> {
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  readonly fetching: boolean;
  readonly refresh: () => void;
}

/** A query that is asked again when something it shows has changed. */
export function useLiveQuery<Data, Variables extends AnyVariables>({
  query,
  variables,
  concerns,
  pause = false,
}: LiveQuery<Data, Variables>): LiveAnswer<Data> {
  const [{ data, error, fetching }, execute] = useQuery<Data, Variables>({
    query,
    variables,
    pause,
    requestPolicy: 'cache-and-network',
  });
  const refresh = useCallback(() => {
    if (!pause) execute({ requestPolicy: 'network-only' });
  }, [execute, pause]);
  useLiveEvents((event) => {
    if (event.kind === 'begun' || concerns?.(event)) refresh();
  });
  useRegularLook(refresh);
  return { data, error, fetching, refresh };
}
