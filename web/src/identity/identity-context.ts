import { createContext, useContext } from 'react';
import type { ViewerQuery } from '../generated/operations';

/** Who is looking, as the server sees it, and the way to change that. */
export interface IdentityContextValue {
  /** Null while it is not known: the answer is on its way, or the server could not be asked. */
  readonly viewer: ViewerQuery['viewer'] | null;
  readonly reading: boolean;
  /** Opens the dialog. True when the server accepted somebody, false when the dialog was closed without. */
  readonly identify: () => Promise<boolean>;
  /** Asks the server again, after it could not be reached. */
  readonly readViewer: () => void;
}

export const IdentityContext = createContext<IdentityContextValue | null>(null);

export function useIdentity(): IdentityContextValue {
  const value = useContext(IdentityContext);
  if (!value) throw new Error('useIdentity is called outside IdentityProvider');
  return value;
}
