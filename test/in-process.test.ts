import { requestContext } from '../src/terms/request-context.js';
import { ANONYMOUS, Role, Viewer } from '../src/terms/viewer.js';
import { apolloTestClient, type InProcessClient } from './support/apollo-test-client.js';
import {
  CheckoutSessionsDocument,
  CreateCheckoutDocument,
  PlansDocument,
  ViewerDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

function clientOf(viewer: Viewer): InProcessClient {
  return apolloTestClient(engine.app.graphql, () => requestContext('in-process', viewer));
}

const ADA = new Viewer(Role.MEMBER, 'org_in_process', 'ada@example.com');

test('queries run in process as whoever is given', async () => {
  const { data, errors } = await clientOf(ADA).query(ViewerDocument);
  expect(errors).toEqual([]);
  expect(data?.viewer).toEqual({ role: 'MEMBER', organizationId: 'org_in_process', email: 'ada@example.com' });
  expect((await clientOf(ANONYMOUS).query(PlansDocument, { includeArchived: false })).data?.plans).toHaveLength(2);
});

test('a mutation in process has its effect at Stripe and in MongoDB', async () => {
  const client = clientOf(ADA);
  const input = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
  const { data } = await client.mutate(CreateCheckoutDocument, { input: input as never });
  const id = data?.createCheckout.checkoutSession?.id ?? '';
  expect(data?.createCheckout.errors).toEqual([]);
  expect((await engine.stripe.checkout.sessions.retrieve(id)).status).toBe('open');
  const listed = await client.query(CheckoutSessionsDocument, { first: 10 });
  expect(listed.data?.checkoutSessions.nodes.map((session) => session.id)).toEqual([id]);
});

test('errors in process are those of HTTP', async () => {
  const { errors } = await clientOf(ANONYMOUS).query(CheckoutSessionsDocument, { first: 10 });
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
});
