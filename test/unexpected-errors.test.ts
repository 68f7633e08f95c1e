import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, generateKeyPair } from 'jose';
import { capturedLog } from './support/captured-log.js';
import { cleanup } from './support/cleanup.js';
import { CreateCheckoutDocument, ViewerDocument } from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { runningEngine } from './support/running-engine.js';

const MASKED = { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };

/** A key server that is out of order. */
async function brokenKeyServer(): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(500).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
}

test.each([
  ['answers 500', brokenKeyServer],
  ['is not there', async () => 'http://127.0.0.1:1/keys'],
])(
  'when the server of the public keys %s, the token is not called wrong, and the reason is only in the log',
  async (_, address) => {
    const { privateKey } = await generateKeyPair('ES256');
    const claims = new SignJWT({ organization_id: 'org_a' }).setProtectedHeader({ alg: 'ES256', kid: 'a' });
    const token = await claims.setExpirationTime('1h').sign(privateKey);
    const log = capturedLog();
    const engine = await runningEngine({ env: { AUTH_JWKS_URL: await address() }, logger: log.logger });
    const headers = { authorization: `Bearer ${token}`, 'x-request-id': 'req-of-the-test' };
    const { status, errors } = await postGraphql(engine.url, ViewerDocument, {}, headers);
    expect(status).toBe(500);
    expect(errors).toEqual([MASKED]);
    await engine.stop();
    const failures = log.entries().filter(({ level }) => level === 50);
    expect(failures).toEqual([
      expect.objectContaining({
        req: expect.objectContaining({ id: 'req-of-the-test' }),
        err: expect.objectContaining({ stack: expect.any(String) }),
      }),
    ]);
  },
);

test('a stored record that cannot be shown is masked and logged once, with the id of the request', async () => {
  const log = capturedLog();
  const engine = await runningEngine({ logger: log.logger });
  const { data } = await engine.as('org_a')(CreateCheckoutDocument, {
    input: { planUid: 'plan_starter', billingInterval: 'MONTH' },
  });
  const id = data.createCheckout.checkoutSession?.id;
  await engine.database.connection
    .collection('checkout_sessions')
    .updateOne({ stripe_session_id: id }, { $unset: { updated_at: true } });
  const query = 'query Broken($id: ID!) { checkoutSession(id: $id) { id updatedAt } }';
  const headers = { 'x-organization-id': 'org_a', 'x-request-id': 'req-of-the-test' };
  const { errors } = await postGraphql(engine.url, query, { id }, headers);
  expect(errors).toMatchObject([{ ...MASKED, path: ['checkoutSession', 'updatedAt'] }]);
  expect(log.entries().filter(({ level }) => level === 50)).toEqual([
    expect.objectContaining({ msg: 'unexpected error', requestId: 'req-of-the-test', operationName: 'Broken' }),
  ]);
});

test('what no route can answer is refused without a stack', async () => {
  const engine = await runningEngine();
  const response = await fetch(engine.url, { headers: { range: 'bytes=99999999-' } });
  expect(response.status).toBe(416);
  expect(await response.json()).toEqual({ error: { code: 'BAD_REQUEST', message: 'The request cannot be answered' } });
});
