import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

export interface Filters {
  /** Empty when it is not set. */
  readonly get: (name: string) => string;
  /** An empty value clears it. */
  readonly set: (changes: Readonly<Record<string, string>>) => void;
  readonly clear: () => void;
  readonly isEmpty: boolean;
  /** All of them as text: the same text means the same list. */
  readonly key: string;
}

/** Filters and order in the page's address, so that a list can be linked to and survives a reload. */
export function useFilters(): Filters {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (changes: Readonly<Record<string, string>>) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === '') after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  const clear = useCallback(() => setParams(new URLSearchParams(), { replace: true }), [setParams]);
  return {
    get: (name) => params.get(name) ?? '',
    set,
    clear,
    isEmpty: [...params.keys()].every((name) => name === 'order'),
    key: params.toString(),
  };
}
