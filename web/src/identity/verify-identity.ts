import { createBillingClient } from '../api/billing-client';
import { typedDocument } from '../api/typed-document';
import { failureNotice, wantsSignIn } from '../billing-error/failure-notice';
import type { Notice } from '../billing-error/notice';
import { ViewerDocument } from '../generated/operations';
import type { Identity } from './identity';

/** What the server made of an identity. */
export type Verification =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'failed'; readonly notice: Notice };

/** Asks the server whom it sees behind an identity, before that is kept. */
export async function verifyIdentity(identity: Identity): Promise<Verification> {
  const client = createBillingClient(() => identity);
  const { data, error } = await client
    .query(typedDocument(ViewerDocument), {}, { requestPolicy: 'network-only' })
    .toPromise();
  if (data) return { outcome: data.viewer.role === 'ANONYMOUS' ? 'refused' : 'accepted' };
  if (!error || wantsSignIn(error)) return { outcome: 'refused' };
  return { outcome: 'failed', notice: failureNotice(error) };
}
