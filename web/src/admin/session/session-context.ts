import { createContext, useContext } from 'react';
import type { AdminViewer } from './verify-credential';

export interface Session {
  readonly viewer: AdminViewer;
  readonly signOut: () => void;
}

export const SessionContext = createContext<Session | null>(null);

/** The session of whoever is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is used outside of the signed-in page');
  return session;
}
