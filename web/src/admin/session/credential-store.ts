import { type Credential, parseCredential } from './credential';

const PLACE = 'revenue-engine-admin';

/** Keeps the credential for this tab only: sessionStorage ends with it, and no other tab or visit sees it. */
export const credentialStore = {
  read(): Credential | null {
    try {
      return parseCredential(JSON.parse(sessionStorage.getItem(PLACE) ?? 'null'));
    } catch {
      // What is there was not written by this page, or storage is switched off: nobody is signed in.
      return null;
    }
  },

  keep(credential: Credential): void {
    sessionStorage.setItem(PLACE, JSON.stringify(credential));
  },

  clear(): void {
    sessionStorage.removeItem(PLACE);
  },
};
