import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { cleanup } from './support/cleanup.js';
import { ViewerDocument } from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';

const SECRET = "a secret of the product's own sign-in";
const ISSUER = 'https://id.example';
const AUDIENCE = 'revenue-engine';
const CLAIMS = { organization_id: 'org_ada', email: 'ada@example.com', role: 'member' };
const bytes = (text: string) => new TextEncoder().encode(text);

interface Keys {
  readonly url: string;
  readonly privateKey: CryptoKey;
  readonly publicPem: string;
}

/** An identity provider's public keys, over HTTP. */
async function keyServer(): Promise<Keys> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'key_1', alg: 'RS256', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  return { url, privateKey, publicPem: await exportSPKI(publicKey) };
}

interface TokenOptions {
  readonly claims?: JWTPayload;
  readonly issuer?: string;
  readonly audience?: string;
  /** A span such as "5m"; null for a token that never expires. */
  readonly expires?: string | number | null;
}

function token({ claims = CLAIMS, issuer = ISSUER, audience = AUDIENCE, expires = '5m' }: TokenOptions, alg: string) {
  const jwt = new SignJWT(claims).setProtectedHeader({ alg, kid: 'key_1' }).setIssuer(issuer).setAudience(audience);
  return expires === null ? jwt : jwt.setExpirationTime(expires);
}

type Headers = Readonly<Record<string, string>>;

/** How the engine sees who sends these headers. */
async function seen(engine: RunningEngine, headers: Headers) {
  const response = await postGraphql(engine.url, ViewerDocument, {}, headers);
  const [error] = response.errors;
  return error
    ? { status: response.status, code: error.extensions?.code, message: error.message }
    : response.data.viewer;
}

const bearer = (text: string): Headers => ({ authorization: `Bearer ${text}` });
const refused = (message: unknown) => ({ status: 401, code: 'UNAUTHENTICATED', message });
const MEMBER = { role: 'MEMBER', organizationId: 'org_ada', email: 'ada@example.com' };

let keys: Keys;
let bySecret: RunningEngine;
let byKeys: RunningEngine;

beforeAll(async () => {
  keys = await keyServer();
  const env = { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE };
  bySecret = await runningEngine({ env: { ...env, AUTH_JWT_SECRET: SECRET } });
  byKeys = await runningEngine({ env: { ...env, AUTH_JWKS_URL: keys.url } });
});

/** Each way of signing, with a key that the engine trusts and one that it does not. */
const WAYS = [
  {
    way: 'a shared secret',
    engine: () => bySecret,
    sign: (options: TokenOptions) => token(options, 'HS256').sign(bytes(SECRET)),
    forge: (options: TokenOptions) => token(options, 'HS256').sign(bytes(`${SECRET} of somebody else`)),
  },
  {
    way: 'public keys',
    engine: () => byKeys,
    sign: (options: TokenOptions) => token(options, 'RS256').sign(keys.privateKey),
    forge: async (options: TokenOptions) => token(options, 'RS256').sign((await generateKeyPair('RS256')).privateKey),
  },
];

describe.each(WAYS)('tokens by $way', ({ engine, sign, forge }) => {
  test('make a member of the organization in them', async () => {
    expect(await seen(engine(), bearer(await sign({})))).toEqual(MEMBER);
  });

  test('make a member where they name no role, and an admin where they say so', async () => {
    const { role: _role, ...unnamed } = CLAIMS;
    expect(await seen(engine(), bearer(await sign({ claims: unnamed })))).toEqual(MEMBER);
    const admin = await sign({ claims: { role: 'admin' } });
    expect(await seen(engine(), bearer(admin))).toEqual({ role: 'ADMIN', organizationId: null, email: null });
  });

  const faults: [string, TokenOptions, RegExp][] = [
    ['have expired', { expires: Math.floor(Date.now() / 1000) - 60 }, /"exp" claim timestamp check failed/],
    ['never expire', { expires: null }, /missing required "exp" claim/],
    ['come from another issuer', { issuer: 'https://evil.example' }, /unexpected "iss" claim value/],
    ['are for another audience', { audience: 'another-server' }, /unexpected "aud" claim value/],
    ['name no organization', { claims: { role: 'member' } }, /no claim organization_id/],
    ['name a role that is unknown', { claims: { ...CLAIMS, role: 'owner' } }, /claims that cannot be used: role/],
    [
      'name an organization that is an operator',
      { claims: { ...CLAIMS, organization_id: { $ne: '' } } },
      /organization_id/,
    ],
    [
      'name an organization with control characters',
      { claims: { ...CLAIMS, organization_id: 'org\u0000' } },
      /organization_id/,
    ],
    ['name an email that is none', { claims: { ...CLAIMS, email: 'ada' } }, /claims that cannot be used: email/],
  ];

  test.each(faults)('are refused when they %s', async (_what, options, message) => {
    expect(await seen(engine(), bearer(await sign(options)))).toEqual(refused(expect.stringMatching(message)));
  });

  test('are refused when another key signed them', async () => {
    expect(await seen(engine(), bearer(await forge({})))).toEqual(
      refused(expect.stringContaining('signature verification failed')),
    );
  });

  test('are refused when nobody signed them', async () => {
    const jwt = new UnsecuredJWT(CLAIMS).setIssuer(ISSUER).setAudience(AUDIENCE).setExpirationTime('5m');
    expect(await seen(engine(), bearer(jwt.encode()))).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  test('are refused when their claims were changed afterwards', async () => {
    const [header, , signature] = (await sign({})).split('.');
    const claims = { ...CLAIMS, role: 'admin', iss: ISSUER, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 300 };
    const changed = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    expect(await seen(engine(), bearer(changed))).toMatchObject({ status: 401 });
  });

  test.each(['Bearer', 'Bearer ', 'Basic YWRhOmFkYQ==', 'Bearer not.a.token', 'Bearer a b'])(
    'are refused in the form "%s"',
    async (authorization) => {
      expect(await seen(engine(), { authorization })).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    },
  );
});

test('a public key is not taken for a shared secret', async () => {
  const confused = await token({ claims: { role: 'admin' } }, 'HS256').sign(bytes(keys.publicPem));
  expect(await seen(byKeys, bearer(confused))).toEqual(refused(expect.stringContaining('"alg"')));
});

test('a token of public keys is not taken where a secret is shared', async () => {
  const other = await token({}, 'RS256').sign(keys.privateKey);
  expect(await seen(bySecret, bearer(other))).toEqual(refused(expect.stringContaining('"alg"')));
});

describe('the API key', () => {
  test('makes an admin, of the organization that a header names', async () => {
    expect(await seen(bySecret, { 'x-api-key': ADMIN_KEY })).toMatchObject({ role: 'ADMIN', organizationId: null });
    const headers = { 'x-api-key': ADMIN_KEY, 'x-organization-id': 'org_b' };
    expect(await seen(bySecret, headers)).toMatchObject({ role: 'ADMIN', organizationId: 'org_b' });
  });

  test.each([`${ADMIN_KEY}x`, ADMIN_KEY.slice(0, -1), ADMIN_KEY.toUpperCase(), 'x'.repeat(5000), 'dev-admin-key'])(
    'is refused when it is another one: %.20s',
    async (key) => {
      expect(await seen(bySecret, { 'x-api-key': key })).toEqual(refused('x-api-key is not valid'));
    },
  );
});

describe('trusted headers', () => {
  const headers = { 'x-organization-id': 'org_ada', 'x-customer-email': 'ada@example.com' };

  test('make a member where they are trusted, and nobody where they are not', async () => {
    expect(await seen(bySecret, headers)).toEqual(MEMBER);
    const strict = await runningEngine({ env: { AUTH_TRUST_HEADERS: 'false' } });
    expect(await seen(strict, headers)).toEqual({ role: 'ANONYMOUS', organizationId: null, email: null });
    await strict.stop();
  });

  test('make nobody without an organization', async () => {
    expect(await seen(bySecret, { 'x-customer-email': 'ada@example.com' })).toMatchObject({ role: 'ANONYMOUS' });
  });
});

describe('several identities at once', () => {
  const headers = { 'x-organization-id': 'org_header', 'x-customer-email': 'header@example.com' };

  test('a token outweighs headers', async () => {
    const text = await token({}, 'HS256').sign(bytes(SECRET));
    expect(await seen(bySecret, { ...headers, ...bearer(text) })).toEqual(MEMBER);
  });

  test('a wrong token is refused even where headers are trusted', async () => {
    expect(await seen(bySecret, { ...headers, ...bearer('wrong') })).toMatchObject({ status: 401 });
  });

  test('a wrong key is refused even beside a right token', async () => {
    const text = await token({}, 'HS256').sign(bytes(SECRET));
    const answer = await seen(bySecret, { ...bearer(text), 'x-api-key': 'wrong-key' });
    expect(answer).toEqual(refused('x-api-key is not valid'));
  });

  test('the key outweighs a token', async () => {
    const text = await token({}, 'HS256').sign(bytes(SECRET));
    expect(await seen(bySecret, { ...bearer(text), 'x-api-key': ADMIN_KEY })).toMatchObject({ role: 'ADMIN' });
  });
});
