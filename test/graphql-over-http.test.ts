import { auditServer } from 'graphql-http';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

const JSON_TYPE = 'application/json';
const RESPONSE_TYPE = 'application/graphql-response+json';
const QUERY = encodeURIComponent('{ __typename }');

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly code: unknown;
  readonly body: { readonly data?: unknown; readonly errors?: readonly { extensions?: { code?: unknown } }[] };
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(engine.url + path, init);
  const body = (await response.json()) as Answer['body'];
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    code: body.errors?.[0]?.extensions?.code,
    body,
  };
}

function post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const init = { method: 'POST', headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(body) };
  return ask('/graphql', init);
}

test("graphql-http's audits show no error, no warning and no notice", async () => {
  const results = await auditServer({ url: `${engine.url}/graphql` });
  expect(results.length).toBeGreaterThan(55);
  expect(results.filter(({ status }) => status !== 'ok').map((each) => [each.status, each.name])).toEqual([]);
});

describe('the status', () => {
  const faults = [
    ['a document that cannot be parsed', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['a document that is not valid', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable of the wrong type', { query: 'query Q($id: ID!) { plan(uid: $id) { uid } }' }, 'BAD_USER_INPUT'],
    [
      'an unknown operation name',
      { query: 'query Q { __typename }', operationName: 'P' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
  ] as const;

  test.each(faults)('of %s is 200 for application/json and 400 for the GraphQL type', async (_what, body, code) => {
    expect(await post(body, { accept: JSON_TYPE })).toMatchObject({
      status: 200,
      type: `${JSON_TYPE}; charset=utf-8`,
      code,
    });
    expect(await post(body)).toMatchObject({ status: 200, code });
    const typed = await post(body, { accept: RESPONSE_TYPE });
    expect(typed).toMatchObject({ status: 400, type: `${RESPONSE_TYPE}; charset=utf-8`, code });
  });

  test('of a request without an operation is 400 for both', async () => {
    expect(await post({ variables: {} }, { accept: JSON_TYPE })).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    expect(await post({ variables: {} }, { accept: RESPONSE_TYPE })).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  test('of a wrong identity is 401 for both, in the form that was asked for', async () => {
    for (const accept of [JSON_TYPE, RESPONSE_TYPE]) {
      const answer = await post({ query: '{ __typename }' }, { accept, 'x-api-key': 'wrong-key' });
      expect(answer).toMatchObject({ status: 401, type: `${accept}; charset=utf-8`, code: 'UNAUTHENTICATED' });
    }
  });

  test('is 406 where no form of answer is accepted, before anything is executed', async () => {
    const before = engine.stripeCalls.length;
    const query =
      'mutation { createCheckout(input: {planUid: "plan_starter", billingInterval: MONTH}) { errors { code } } }';
    const answer = await post({ query }, { accept: 'text/csv', 'x-organization-id': 'org_csv' });
    expect(answer).toMatchObject({ status: 406, code: 'NOT_ACCEPTABLE' });
    expect(engine.stripeCalls.length).toBe(before);
  });
});

describe('GET', () => {
  test('answers queries with variables', async () => {
    const query = encodeURIComponent('query Q($uid: ID!) { plan(uid: $uid) { uid } }');
    const variables = encodeURIComponent('{"uid":"plan_pro"}');
    const { status, body } = await ask(`/graphql?query=${query}&variables=${variables}`);
    expect([status, body]).toEqual([200, { data: { plan: { uid: 'plan_pro' } } }]);
  });

  test('refuses mutations with 405 and changes nothing', async () => {
    const before = engine.stripeCalls.length;
    const mutation = encodeURIComponent(
      'mutation { createCheckout(input: {planUid: "plan_starter", billingInterval: MONTH}) { errors { code } } }',
    );
    const response = await fetch(`${engine.url}/graphql?query=${mutation}`, {
      headers: { 'x-organization-id': 'org_get' },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(engine.stripeCalls.length).toBe(before);
  });
});

describe('a page of another site', () => {
  const elsewhere = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };

  test('cannot have a browser send a query, an old browser by its Origin neither', async () => {
    for (const headers of [
      elsewhere,
      { ...elsewhere, 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]) {
      const answer = await ask(`/graphql?query=${QUERY}`, { headers });
      expect(answer).toMatchObject({ status: 403, code: 'CROSS_SITE_REQUEST' });
    }
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'cannot have a browser POST as a form does: %s is refused with 415',
    async (type) => {
      const init = { method: 'POST', headers: { 'content-type': type }, body: '{"query":"{ __typename }"}' };
      expect(await ask('/graphql', init)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    },
  );

  test('gets no leave from the preflight that its other requests need', async () => {
    const response = await fetch(`${engine.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        ...elsewhere,
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(response.ok).toBe(false);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test("the engine's own pages, and requests with a header that needs a preflight, are let through", async () => {
  const own = { 'sec-fetch-site': 'same-origin', origin: engine.url };
  expect((await ask(`/graphql?query=${QUERY}`, { headers: own })).status).toBe(200);
  const asked = { 'sec-fetch-site': 'cross-site', 'apollo-require-preflight': '1' };
  expect((await ask(`/graphql?query=${QUERY}`, { headers: asked })).status).toBe(200);
});

test('several operations in one request are refused', async () => {
  const answer = await post([{ query: '{ __typename }' }, { query: '{ __typename }' }], { 'x-api-key': ADMIN_KEY });
  expect(answer).toMatchObject({
    status: 400,
    code: 'BATCHING_NOT_SUPPORTED',
    body: { errors: [{ extensions: { limit: { maximum: 1, found: 2 } } }] },
  });
});
