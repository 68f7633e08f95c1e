import type { CombinedError } from 'urql';
import { createBillingClient } from '../api/billing-client';
import { typedDocument } from '../api/typed-document';
import { failureNotice, wantsSignIn } from '../billing-error/failure-notice';
import { ViewerDocument } from '../generated/operations';
import { type Identity, identityHeaders } from './identity';

/** What the server made of an identity. */
export type Verification =
  | { readonly outcome: 'accepted' }
  /** It sees nobody: it does not read this kind of identity. */
  | { readonly outcome: 'anonymous' }
  /** It reads this kind of identity and does not take this one; the reason is for the reader. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** Asks the server whom it sees behind an identity, before that is kept. */
export async function verifyIdentity(identity: Identity): Promise<Verification> {
  const client = createBillingClient(() => identityHeaders(identity));
  const viewer = client.query(typedDocument(ViewerDocument), {}, { requestPolicy: 'network-only' });
  const { data, error } = await viewer.toPromise();
  if (data) return { outcome: data.viewer.role === 'ANONYMOUS' ? 'anonymous' : 'accepted' };
  return { outcome: 'refused', reason: error ? reasonOf(error) : 'The server gave no answer.' };
}

function reasonOf(error: CombinedError): string {
  const [refusal] = error.graphQLErrors;
  if (refusal && wantsSignIn(error)) return `The server did not accept this: ${refusal.message}`;
  const { title, advice } = failureNotice(error);
  return `${title}. ${advice}`;
}
