import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { createBillingClient } from '../../api/billing-client';
import { isSignedOut } from '../api/failure-text';
import { LiveFeedContext } from '../live/live-context';
import { LiveFeed } from '../live/live-feed';
import { type Credential, credentialHeaders } from './credential';
import { credentialStore } from './credential-store';
import { SessionContext } from './session-context';
import { SignInPage } from './sign-in-page';
import { type AdminViewer, verifyCredential } from './verify-credential';

type GateState =
  | { readonly phase: 'checking' }
  | { readonly phase: 'out'; readonly reason: string | null }
  | { readonly phase: 'in'; readonly viewer: AdminViewer; readonly credential: Credential };

/** Lets nobody to the pages whom the server does not take for an admin. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const [state, setState] = useState<GateState>(() =>
    credentialStore.read() ? { phase: 'checking' } : { phase: 'out', reason: null },
  );

  const signIn = useCallback(async (credential: Credential): Promise<string | null> => {
    const verification = await verifyCredential(credential);
    if (verification.outcome !== 'admin') return verification.reason;
    credentialStore.keep(credential);
    setState({ phase: 'in', viewer: verification.viewer, credential });
    return null;
  }, []);

  const leave = useCallback((reason: string | null) => {
    credentialStore.clear();
    setState({ phase: 'out', reason });
  }, []);

  useEffect(() => {
    if (state.phase !== 'checking') return;
    const kept = credentialStore.read();
    if (!kept) return leave(null);
    let current = true;
    void verifyCredential(kept).then((verification) => {
      if (!current) return;
      if (verification.outcome === 'admin') setState({ phase: 'in', viewer: verification.viewer, credential: kept });
      else if (verification.outcome === 'refused') leave(`You were signed out. ${verification.reason}`);
      else setState({ phase: 'out', reason: verification.reason });
    });
    return () => {
      current = false;
    };
  }, [state, leave]);

  if (state.phase === 'checking') {
    return (
      <main className="sign-in">
        <p role="status">Signing in…</p>
      </main>
    );
  }
  if (state.phase === 'out') return <SignInPage reason={state.reason} onSignIn={signIn} />;
  return (
    <SignedIn viewer={state.viewer} credential={state.credential} onLeave={leave}>
      {children}
    </SignedIn>
  );
}

interface SignedInProps {
  readonly viewer: AdminViewer;
  readonly credential: Credential;
  readonly onLeave: (reason: string | null) => void;
  readonly children: ReactNode;
}

function SignedIn({ viewer, credential, onLeave, children }: SignedInProps) {
  const client = useMemo(
    () =>
      createBillingClient(
        () => credentialHeaders(credential),
        (error) => {
          if (isSignedOut(error)) onLeave('The server no longer accepts what you signed in with. Sign in again.');
        },
      ),
    [credential, onLeave],
  );
  const feed = useMemo(() => new LiveFeed(client), [client]);
  useEffect(() => feed.start(), [feed]);
  const session = useMemo(() => ({ viewer, signOut: () => onLeave(null) }), [viewer, onLeave]);
  return (
    <Provider value={client}>
      <LiveFeedContext value={feed}>
        <SessionContext value={session}>{children}</SessionContext>
      </LiveFeedContext>
    </Provider>
  );
}
