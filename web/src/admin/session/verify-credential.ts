import { createBillingClient } from '../../api/billing-client';
import { typedDocument } from '../../api/typed-document';
import { AdminViewerDocument, type AdminViewerQuery } from '../generated/operations';
import { failureText } from '../api/failure-text';
import { type Credential, credentialHeaders } from './credential';

const VIEWER = typedDocument(AdminViewerDocument);

export type AdminViewer = AdminViewerQuery['viewer'];

/** What the server made of a credential. */
export type Verification =
  | { readonly outcome: 'admin'; readonly viewer: AdminViewer }
  | { readonly outcome: 'refused' | 'unanswered'; readonly reason: string };

/** Asks the server whom it sees behind a credential. */
export async function verifyCredential(credential: Credential): Promise<Verification> {
  const client = createBillingClient(() => credentialHeaders(credential));
  const { data, error } = await client.query(VIEWER, {}, { requestPolicy: 'network-only' }).toPromise();
  if (data?.viewer.role === 'ADMIN') return { outcome: 'admin', viewer: data.viewer };
  if (data) return { outcome: 'refused', reason: notAdmin(data.viewer, credential) };
  if (error && isRefusal(error.response)) {
    const [refusal] = error.graphQLErrors;
    if (credential.kind === 'key')
      return { outcome: 'refused', reason: 'This API key is not the server’s. Check it and try again.' };
    return { outcome: 'refused', reason: `This token is not accepted${refusal ? `: ${refusal.message}` : '.'}` };
  }
  return { outcome: 'unanswered', reason: error ? failureText(error) : 'The server gave no answer.' };
}

function notAdmin({ role, organizationId, email }: AdminViewer, { kind }: Credential): string {
  if (role === 'ANONYMOUS') {
    return `The server does not know this ${kind === 'key' ? 'API key' : 'token'}. Check it and try again.`;
  }
  const who = email ?? organizationId ?? 'a member';
  return `This ${kind === 'key' ? 'key' : 'token'} is a member’s (${who}). The admin page needs an admin: ask for a token with the role admin, or use the admin key.`;
}

function isRefusal(response: unknown): boolean {
  return response instanceof Response && (response.status === 401 || response.status === 403);
}
