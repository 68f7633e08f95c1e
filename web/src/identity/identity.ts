/**
 * Who the requests are from. Where the server trusts headers (development, or behind a gateway that sets them) an
 * organization and an e-mail address do; elsewhere a bearer token of the product's own sign-in.
 */
export type Identity =
  | { readonly kind: 'organization'; readonly organizationId: string; readonly email: string }
  | { readonly kind: 'token'; readonly token: string };

/** The identity as request headers. */
export function identityHeaders(identity: Identity | null): Record<string, string> {
  if (!identity) return {};
  if (identity.kind === 'token') return { authorization: `Bearer ${identity.token}` };
  return { 'x-organization-id': identity.organizationId, 'x-customer-email': identity.email };
}

/** An identity from what was stored, or null when it is not one. */
export function parseIdentity(stored: unknown): Identity | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { organizationId, email, token } = stored as Record<string, unknown>;
  if (typeof token === 'string') return { kind: 'token', token };
  if (typeof organizationId !== 'string' || typeof email !== 'string') return null;
  return { kind: 'organization', organizationId, email };
}
