import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { typedDocument } from '../api/typed-document';
import { ViewerDocument } from '../generated/operations';
import type { Identity } from './identity';
import { IdentityContext } from './identity-context';
import { IdentityDialog } from './identity-dialog';
import type { IdentityStore } from './identity-store';

const VIEWER = typedDocument(ViewerDocument);

interface IdentityProviderProps {
  readonly store: IdentityStore;
  readonly children: ReactNode;
}

/** Knows who is looking, and asks when somebody wants to buy and nobody is known. */
export function IdentityProvider({ store, children }: IdentityProviderProps) {
  const [{ data, fetching }, query] = useQuery({ query: VIEWER, variables: {} });
  const [open, setOpen] = useState(false);
  const answer = useRef<((identified: boolean) => void) | null>(null);

  const identify = useCallback(() => {
    answer.current?.(false);
    setOpen(true);
    return new Promise<boolean>((resolve) => {
      answer.current = resolve;
    });
  }, []);

  const readViewer = useCallback(() => query({ requestPolicy: 'network-only' }), [query]);

  const close = useCallback((identified: boolean) => {
    setOpen(false);
    answer.current?.(identified);
    answer.current = null;
  }, []);

  const keep = useCallback(
    (identity: Identity | null) => {
      store.keep(identity);
      readViewer();
      close(identity !== null);
    },
    [store, readViewer, close],
  );

  const viewer = data?.viewer ?? null;
  const value = useMemo(
    () => ({ viewer, reading: fetching, identify, readViewer }),
    [viewer, fetching, identify, readViewer],
  );
  return (
    <IdentityContext value={value}>
      {children}
      {open ? <IdentityDialog current={store.current()} onKeep={keep} onClose={() => close(false)} /> : null}
    </IdentityContext>
  );
}
