import { GraphQLEmailAddress } from 'graphql-scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BillingErrorCode, BillingFault } from './billing-error.js';
import { EVERY_ORGANIZATION, NOBODY, type TenantScope } from './tenant-scope.js';

export enum Role {
  ANONYMOUS = 'ANONYMOUS',
  MEMBER = 'MEMBER',
  ADMIN = 'ADMIN',
}

registerEnumType(Role, {
  name: 'Role',
  description: 'What a viewer may see.',
  valuesConfig: {
    ANONYMOUS: { description: 'No identity: the catalogue only.' },
    MEMBER: { description: "One organization's own data." },
    ADMIN: { description: 'Every organization.' },
  },
});

/** Who asks, as the verified identity of the request says; nothing of it comes from GraphQL arguments. */
@ObjectType({ description: 'Who asks.' })
export class Viewer {
  @Field(() => Role)
  readonly role: Role;

  @Field(() => ID, { nullable: true, description: 'The organization that the viewer acts for.' })
  readonly organizationId: string | null;

  @Field(() => GraphQLEmailAddress, { nullable: true })
  readonly email: string | null;

  /** When the token that says so runs out; null where nothing does. */
  readonly expiresAt: Date | null;

  constructor(role: Role, organizationId: string | null, email: string | null, expiresAt: Date | null = null) {
    this.role = role;
    this.organizationId = organizationId;
    this.email = email;
    this.expiresAt = expiresAt;
  }
}

export const ANONYMOUS = new Viewer(Role.ANONYMOUS, null, null);

/** The organizations whose data the viewer may see. */
export function scopeOf(viewer: Viewer): TenantScope {
  if (viewer.role === Role.ADMIN) return EVERY_ORGANIZATION;
  return viewer.organizationId ? { kind: 'organization', organizationId: viewer.organizationId } : NOBODY;
}

/** The organization that a mutation acts for. An admin names it by the x-organization-id header beside the key. */
export function organizationOf(viewer: Viewer): string {
  if (viewer.organizationId) return viewer.organizationId;
  throw new BillingFault(
    BillingErrorCode.INVALID_INPUT,
    'This acts for an organization and the API key names none: send the x-organization-id header beside it',
    { field: ['x-organization-id'] },
  );
}
