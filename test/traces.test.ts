import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineServer, temporaryFolder } from './support/engine-process.js';
import { CreateCustomerDocument, CustomerDocument } from './support/generated/operations.js';
import { type OtlpReceiver, otlpReceiver, type ReceivedSpan } from './support/otlp-receiver.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf, postWebhook, signatureOf } from './support/signed-webhook.js';
import { testDatabase } from './support/test-database.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';

const SERVER = 2;
const CLIENT = 3;
const CONSUMER = 5;
const ERROR = 2;

let collector: OtlpReceiver;
let engine: RunningEngine;
let isStripeAway = false;

beforeAll(async () => {
  collector = await otlpReceiver();
  engine = await runningEngine({
    deliversWebhooks: false,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'billing',
      OTEL_BSP_SCHEDULE_DELAY: '20',
      WEBHOOK_RETRY_DELAYS_SECONDS: ',',
      STRIPE_MAX_NETWORK_RETRIES: '0',
    },
    sandbox: {
      disturb: async () => {
        if (isStripeAway) throw new Error('Stripe is away');
      },
    },
  });
});

const below = (parent: ReceivedSpan) => (span: ReceivedSpan) =>
  span.traceId === parent.traceId && span.parentSpanId === parent.spanId;

const delivered = (eventId: string, result: string) => (span: ReceivedSpan) =>
  span.kind === SERVER && span.facts['webhook.event.id'] === eventId && span.facts['webhook.result'] === result;

const processed = (eventId: string) => (span: ReceivedSpan) =>
  span.kind === CONSUMER && span.name === 'process webhook events' && span.facts['webhook.event.id'] === eventId;

describe('with a collector', () => {
  test('a delivery, its later processing and the call of Stripe are spans, the processing linked to the delivery', async () => {
    const customer = await customerAtStripe(engine, ownedBy('org_traced'));
    const subscription = await subscriptionAtStripe(engine, customer);
    const event = eventOf('customer.subscription.created', subscription);
    await deliver(engine.url, event);
    await engine.app.worker.idle();
    const delivery = await collector.span(delivered(event.id, 'stored'));
    expect(delivery).toMatchObject({
      name: 'POST /payments/webhook',
      service: 'billing',
      facts: { 'webhook.event.type': event.type, 'http.response.status_code': 200 },
    });
    const processing = await collector.span(processed(event.id));
    expect(processing.facts).toMatchObject({
      'webhook.event.type': event.type,
      'webhook.result': 'processed',
      'webhook.attempt': 1,
    });
    expect(processing.traceId).not.toBe(delivery.traceId);
    expect(processing.links).toMatchObject([{ traceId: delivery.traceId, spanId: delivery.spanId }]);
    const call = await collector.span(
      (span) => below(processing)(span) && span.name === 'stripe subscriptions.retrieve',
    );
    expect(call.kind).toBe(CLIENT);
    expect(call.facts).toMatchObject({
      'stripe.call': 'subscriptions.retrieve',
      'stripe.result': 'ok',
      'stripe.request_id': expect.stringMatching(/^req_/),
    });
    const asked = engine.stripeCalls.findLast(({ name }) => name === 'subscriptions.retrieve');
    expect(call.milliseconds).toBeCloseTo(asked?.milliseconds ?? 0, -1);
    expect(new Set(collector.paths)).toEqual(new Set(['POST /v1/traces']));
  });

  test('commands of MongoDB stand below what they belong to, by collection', async () => {
    const event = eventOf('coupon.created', { id: 'coupon_1' });
    await deliver(engine.url, event);
    const delivery = await collector.span(delivered(event.id, 'stored'));
    const insert = await collector.span((span) => below(delivery)(span) && span.name === 'insert webhook_events');
    expect(insert.facts).toMatchObject({ 'db.system.name': 'mongodb', 'db.collection.name': 'webhook_events' });
  });

  test('a duplicate, a refusal and a failure are told by their results', async () => {
    const event = eventOf('customer.subscription.updated', { id: 'sub_unknown' });
    await deliver(engine.url, event);
    await deliver(engine.url, event);
    await postWebhook(engine.url, '{}', { 'stripe-signature': signatureOf('{}', { secret: 'whsec_other' }) });
    await engine.app.worker.idle();
    await collector.span(delivered(event.id, 'duplicate'));
    const refused = await collector.span((span) => span.facts['webhook.result'] === 'WRONG_SECRET');
    expect(refused.facts['http.response.status_code']).toBe(400);
    const processing = await collector.span(processed(event.id));
    expect(processing.facts['webhook.result']).toBe('failed');
    isStripeAway = true;
    const during = eventOf('customer.subscription.updated', { id: 'sub_1' });
    await deliver(engine.url, during);
    await engine.app.worker.idle();
    isStripeAway = false;
    const attempt = await collector.span(processed(during.id));
    const call = await collector.span((span) => below(attempt)(span) && span.name === 'stripe subscriptions.retrieve');
    expect(call).toMatchObject({
      status: ERROR,
      facts: { 'stripe.result': 'failed', 'http.response.status_code': 500, 'error.type': 'StripeAPIError' },
    });
  });

  test('an operation of GraphQL is told by its name and type, in the trace of who asked, and nothing of what it asked', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const response = await fetch(`${engine.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-organization-id': 'org_secretive',
        'x-customer-email': 'ann@private.example',
        traceparent: `00-${trace}-b7ad6b7169203331-01`,
      },
      body: JSON.stringify({
        query: String(CreateCustomerDocument),
        variables: { input: { email: 'bob@private.example', name: 'Bob Private' } },
      }),
    });
    expect(response.status).toBe(200);
    const request = await collector.span((span) => span.traceId === trace && span.kind === SERVER);
    expect(request).toMatchObject({
      name: 'POST /graphql',
      parentSpanId: 'b7ad6b7169203331',
      facts: {
        'graphql.operation.type': 'mutation',
        'graphql.operation.name': 'CreateCustomer',
        'graphql.result': 'ok',
        'http.response.status_code': 200,
      },
    });
    const call = await collector.span((span) => below(request)(span) && span.name === 'stripe customers.create');
    expect(call.facts['stripe.result']).toBe('ok');
    const text = collector.text();
    for (const word of ['private', 'Private', 'org_secretive', 'org_traced', 'sk_test', 'whsec_', 'test-admin-key']) {
      expect(text).not.toContain(word);
    }
  });

  test('when the engine ends, what was not sent yet is sent', async () => {
    const patient = await runningEngine({
      deliversWebhooks: false,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, OTEL_BSP_SCHEDULE_DELAY: '600000' },
    });
    await patient.as('org_last')(CustomerDocument, {});
    const had = collector.spans.length;
    await patient.stop();
    const last = collector.spans.slice(had).find(({ name }) => name === 'POST /graphql');
    expect(last).toMatchObject({ service: 'revenue-engine', facts: { 'graphql.operation.name': 'Customer' } });
  });

  test('a collector that does not answer keeps the engine neither from working nor from ending', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_BSP_SCHEDULE_DELAY: '10' };
    const lonely = await runningEngine({ deliversWebhooks: false, env });
    expect((await deliver(lonely.url, eventOf('coupon.created', { id: 'coupon_2' }))).status).toBe(200);
    const startedAt = Date.now();
    await lonely.stop();
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });
});

test('OpenTelemetry is loaded only where a collector is configured', async () => {
  // Told by Node.js itself at the end of a process: every module that was loaded.
  const folder = await temporaryFolder();
  const reporter = join(folder, 'loaded.mjs');
  writeFileSync(
    reporter,
    `import { registerHooks } from 'node:module';
     let isLoaded = false;
     registerHooks({ load(url, context, next) { isLoaded ||= url.includes('@opentelemetry/sdk-trace/'); return next(url, context); } });
     process.on('exit', () => console.log('OpenTelemetry loaded: ' + isLoaded));`,
  );
  const loadedWith = async (env: Record<string, string>) => {
    const own = { MONGODB_URI: uri, NODE_OPTIONS: `--import ${reporter}` };
    const server = await engineServer(await temporaryFolder(), { ...env, ...own });
    await fetch(`${server.url}/graphql?query=%7B__typename%7D`, { headers: { accept: 'application/json' } });
    server.child.kill('SIGTERM');
    return (await server.ended).stdout.match(/OpenTelemetry loaded: (\w+)/)?.[1];
  };
  const { uri } = await testDatabase();
  const idle = await otlpReceiver();
  expect(await loadedWith({})).toBe('false');
  expect(idle.spans).toEqual([]);
  expect(await loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: idle.url })).toBe('true');
  expect(idle.spans.map(({ name }) => name)).toContain('GET /graphql');
});
