/** What an admin signs in with. */
export type Credential =
  | { readonly kind: 'key'; readonly value: string }
  | { readonly kind: 'token'; readonly value: string };

/** The credential as request headers. */
export function credentialHeaders(credential: Credential | null): Record<string, string> {
  if (!credential) return {};
  return credential.kind === 'key'
    ? { 'x-api-key': credential.value }
    : { authorization: `Bearer ${credential.value}` };
}

/** A credential from what was stored, or null when it is not one. */
export function parseCredential(stored: unknown): Credential | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { kind, value } = stored as Record<string, unknown>;
  if (typeof value !== 'string' || value === '') return null;
  return kind === 'key' || kind === 'token' ? { kind, value } : null;
}
