/** Whose data an operation may touch; every read and write of tenant data takes one. */
export type TenantScope =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'organization'; readonly organizationId: string }
  | { readonly kind: 'every-organization' };

/** For admins and for the engine itself (webhooks, confirmation of what Stripe says). */
export const EVERY_ORGANIZATION: TenantScope = { kind: 'every-organization' };

/** For anonymous viewers: the catalogue has no tenant, and there is nothing else for them. */
export const NOBODY: TenantScope = { kind: 'nobody' };

export function includesOrganization(scope: TenantScope, organizationId: string): boolean {
  if (scope.kind === 'organization') return scope.organizationId === organizationId;
  return scope.kind === 'every-organization';
}
