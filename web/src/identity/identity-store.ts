import { type Identity, parseIdentity } from './identity';

const KEY = 'revenue-engine.identity';

/** The identity for as long as the tab lives, so that it is still there on the way back from Stripe. */
export class IdentityStore {
  private held: Identity | null = readStored();

  current(): Identity | null {
    return this.held;
  }

  keep(identity: Identity | null): void {
    this.held = identity;
    try {
      if (identity) window.sessionStorage.setItem(KEY, JSON.stringify(identity));
      else window.sessionStorage.removeItem(KEY);
    } catch {
      // Storage is switched off in this browser: the identity then lasts until the page is left.
    }
  }
}

function readStored(): Identity | null {
  try {
    return parseIdentity(JSON.parse(window.sessionStorage.getItem(KEY) ?? 'null'));
  } catch {
    return null;
  }
}
