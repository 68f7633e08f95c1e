import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyOptions, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { ANONYMOUS, Role, Viewer } from '../terms/viewer.js';

/** Only what a key of its kind can make: a public key must never be taken for a shared secret. */
const SHARED_SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const PUBLIC_KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

/** Words of an organization's id that can be stored, logged and sent to Stripe as metadata. */
const organizationId = z.string().regex(/^[\w.:@-]{1,200}$/);

export function isOrganizationId(text: string): boolean {
  return organizationId.safeParse(text).success;
}

const claims = z.object({
  organization_id: organizationId.optional(),
  email: z.email().optional(),
  role: z.enum(['member', 'admin']).default('member'),
});

export interface AuthOptions {
  /** A secret that signs tokens, or the address of the public keys that verify them. */
  readonly jwtSecret: string | undefined;
  readonly jwksUrl: string | undefined;
  /** What the claims `iss` and `aud` must say, where it is set. */
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  /** Whether x-organization-id and x-customer-email say who asks; only behind a gateway that sets them itself. */
  readonly trustHeaders: boolean;
  readonly adminApiKey: string | undefined;
}

/** An identity was given and is not valid; the message says what to mend, and says nothing about the secret. */
export class InvalidIdentity extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidIdentity';
  }
}

/** Finds out who asks, from the headers of a request. */
export class ViewerIdentity {
  readonly #verifyToken: ((token: string) => Promise<JWTPayload>) | undefined;
  readonly #adminKey: Buffer | undefined;

  constructor(private readonly auth: AuthOptions) {
    this.#adminKey = auth.adminApiKey === undefined ? undefined : digestOf(auth.adminApiKey);
    this.#verifyToken = tokenVerifier(auth);
  }

  /**
   * The admin key, then a bearer token, then trusted headers.
   *
   * @throws InvalidIdentity for a wrong key or token: a mistake must not look like an anonymous viewer
   */
  async viewerOf(headers: IncomingHttpHeaders): Promise<Viewer> {
    const apiKey = single(headers['x-api-key']);
    if (apiKey !== undefined) return this.#admin(apiKey, headers);
    const authorization = single(headers.authorization);
    if (authorization !== undefined) return this.#bearer(authorization);
    return this.auth.trustHeaders ? memberOf(headers) : ANONYMOUS;
  }

  #admin(apiKey: string, headers: IncomingHttpHeaders): Viewer {
    // In constant time; the digests have one length whatever was given.
    const isRight = this.#adminKey !== undefined && timingSafeEqual(digestOf(apiKey), this.#adminKey);
    if (!isRight) throw new InvalidIdentity('x-api-key is not valid');
    return new Viewer(Role.ADMIN, organizationOf(headers), emailOf(headers));
  }

  async #bearer(authorization: string): Promise<Viewer> {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw new InvalidIdentity('Authorization must be "Bearer <token>"');
    if (this.#verifyToken === undefined) {
      throw new InvalidIdentity('This server takes no tokens: neither AUTH_JWT_SECRET nor AUTH_JWKS_URL is set');
    }
    const verified = await this.#verifyToken(token);
    const payload = claims.safeParse(verified);
    if (!payload.success) {
      const names = payload.error.issues.map(({ path }) => path.join('.')).join(', ');
      throw new InvalidIdentity(`The token has claims that cannot be used: ${names}`);
    }
    const { organization_id: organization = null, email = null, role } = payload.data;
    if (role === 'member' && organization === null) {
      throw new InvalidIdentity('The token has no claim organization_id, which a member needs');
    }
    const expiresAt = verified.exp === undefined ? null : new Date(verified.exp * 1000);
    return new Viewer(role === 'admin' ? Role.ADMIN : Role.MEMBER, organization, email, expiresAt);
  }
}

function tokenVerifier({ jwtSecret, jwksUrl, issuer, audience }: AuthOptions) {
  const options: JWTVerifyOptions = {
    requiredClaims: ['exp'],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  };
  const verify = keyedVerifier(jwtSecret, jwksUrl, options);
  if (verify === undefined) return undefined;
  return async (token: string): Promise<JWTPayload> => {
    try {
      return (await verify(token)).payload;
    } catch (error) {
      if (!(error instanceof errors.JOSEError) || isOutage(error)) throw error;
      throw new InvalidIdentity(`The token is not valid: ${error.message}`);
    }
  };
}

/** The public keys could not be had: nothing is known about the token. */
function isOutage(error: errors.JOSEError): boolean {
  const isAnswerRefused = error.code === errors.JOSEError.code;
  return isAnswerRefused || error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
}

function keyedVerifier(secret: string | undefined, jwksUrl: string | undefined, options: JWTVerifyOptions) {
  if (secret !== undefined) {
    const key = new TextEncoder().encode(secret);
    return (token: string) => jwtVerify(token, key, { ...options, algorithms: SHARED_SECRET_ALGORITHMS });
  }
  if (jwksUrl !== undefined) {
    const keys = createRemoteJWKSet(new URL(jwksUrl));
    return (token: string) => jwtVerify(token, keys, { ...options, algorithms: PUBLIC_KEY_ALGORITHMS });
  }
  return undefined;
}

function memberOf(headers: IncomingHttpHeaders): Viewer {
  const organization = organizationOf(headers);
  return organization === null ? ANONYMOUS : new Viewer(Role.MEMBER, organization, emailOf(headers));
}

function organizationOf(headers: IncomingHttpHeaders): string | null {
  const given = single(headers['x-organization-id']);
  if (given === undefined) return null;
  const result = organizationId.safeParse(given);
  if (result.success) return result.data;
  throw new InvalidIdentity('x-organization-id must be 1 to 200 letters, digits or any of _ . : @ -');
}

function emailOf(headers: IncomingHttpHeaders): string | null {
  const given = single(headers['x-customer-email']);
  if (given === undefined) return null;
  const result = z.email().safeParse(given);
  if (result.success) return result.data;
  throw new InvalidIdentity('x-customer-email is not an email address');
}

/** A header that is sent empty counts as not sent. */
function single(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.trim() || undefined;
}

function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
