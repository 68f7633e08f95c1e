import { type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';
import { requestValidator } from '../sandbox/http/request-validator.js';
import { NEWER_PARAMETERS } from '../sandbox/spec/newer-parameters.js';
import { readStripeParameters } from '../sandbox/spec/stripe-parameters.js';

const parameters = readStripeParameters();
const validate = requestValidator(parameters);
let running: RunningSandbox;

beforeAll(async () => {
  running = await runningSandbox();
});

function errorFor(operation: string, params: Record<string, unknown>): unknown {
  const [method = '', path = ''] = operation.split(' ');
  const verdict = validate(method, path, params);
  return verdict.ok ? undefined : verdict.error;
}

function coerced(operation: string, params: Record<string, unknown>): unknown {
  const [method = '', path = ''] = operation.split(' ');
  const verdict = validate(method, path, params);
  return verdict.ok ? verdict.params : verdict.error;
}

test('every route that is said to be specified stands in the description of Stripe', () => {
  const specified = running.sandbox.routes.filter((route) => route.specified);
  expect(specified.length).toBeGreaterThan(40);
  const missing = specified.map(({ method, path }) => `${method} ${path}`).filter((key) => !parameters.has(key));
  expect(missing).toEqual([]);
});

test('each newer parameter has a reason, and the description by itself would refuse it', () => {
  for (const { reason } of NEWER_PARAMETERS) expect(reason.length).toBeGreaterThan(30);
  expect(
    coerced('POST /v1/prices', { currency: 'usd', recurring: { interval: 'month', trial_period_days: '7' } }),
  ).toMatchObject({ recurring: { trial_period_days: 7 } });
  expect(
    errorFor('POST /v1/webhook_endpoints', {
      url: 'https://a.example',
      enabled_events: ['three_d_secure.authentication.failed', 'customer.created'],
      api_version: '2026-10-28.endive',
    }),
  ).toBeUndefined();
});

test('the text of forms becomes numbers and booleans, also where several forms are allowed', () => {
  expect(
    coerced('POST /v1/subscriptions', {
      customer: 'cus_1',
      items: [{ price: 'price_1', quantity: '2' }],
      off_session: 'true',
      trial_end: '1900000000',
      metadata: { count: '1', flag: 'true' },
    }),
  ).toEqual({
    customer: 'cus_1',
    items: [{ price: 'price_1', quantity: 2 }],
    off_session: true,
    trial_end: 1900000000,
    metadata: { count: '1', flag: 'true' },
  });
  expect(coerced('POST /v1/subscriptions', { customer: 'cus_1', trial_end: 'now' })).toMatchObject({
    trial_end: 'now',
  });
  expect(coerced('GET /v1/customers', { created: '5' })).toEqual({ created: 5 });
  expect(coerced('GET /v1/customers', { created: { gte: '5' } })).toEqual({ created: { gte: 5 } });
});

test('the parameters that were given stay as they were', () => {
  const given = { limit: '3' };
  expect(coerced('GET /v1/customers', given)).toEqual({ limit: 3 });
  expect(given).toEqual({ limit: '3' });
});

test.each([
  [
    'an unknown one',
    'POST /v1/customers',
    { bogus: '1' },
    'Received unknown parameter: bogus',
    'bogus',
    'parameter_unknown',
  ],
  [
    'several unknown ones',
    'POST /v1/customers',
    { a: '1', b: '1' },
    'Received unknown parameters: a, b',
    'a',
    'parameter_unknown',
  ],
  [
    'one inside an array',
    'POST /v1/subscriptions',
    { items: [{ prize: 'x' }] },
    'Received unknown parameter: items[0][prize]',
    'items[0][prize]',
    'parameter_unknown',
  ],
  [
    'one inside a hash that may be unset',
    'POST /v1/customers',
    { address: { town: 'x' } },
    'Received unknown parameter: address[town]',
    'address[town]',
    'parameter_unknown',
  ],
  [
    'one of a card',
    'POST /v1/payment_methods',
    { type: 'card', card: { number: '4242424242424242', exp_month: '1', exp_year: '30', pin: '1' } },
    'Received unknown parameter: card[pin]',
    'card[pin]',
    'parameter_unknown',
  ],
  [
    'a missing one',
    'POST /v1/prices',
    { unit_amount: '5' },
    'Missing required param: currency.',
    'currency',
    'parameter_missing',
  ],
  [
    'a missing one inside a hash',
    'POST /v1/prices',
    { currency: 'usd', recurring: { interval_count: '1' } },
    'Missing required param: recurring[interval].',
    'recurring[interval]',
    'parameter_missing',
  ],
  [
    'text for an integer',
    'POST /v1/prices',
    { currency: 'usd', unit_amount: 'ten' },
    'Invalid integer: ten',
    'unit_amount',
    'parameter_invalid_integer',
  ],
  [
    'a fraction for an integer',
    'POST /v1/prices',
    { currency: 'usd', unit_amount: '1.5' },
    'Invalid integer: 1.5',
    'unit_amount',
    'parameter_invalid_integer',
  ],
  [
    'text for a moment',
    'GET /v1/customers',
    { created: 'today' },
    'Invalid integer: today',
    'created',
    'parameter_invalid_integer',
  ],
  [
    'a month of a card',
    'POST /v1/payment_methods',
    { type: 'card', card: { number: '4242424242424242', exp_month: 'May', exp_year: '30' } },
    'Invalid integer: May',
    'card[exp_month]',
    'parameter_invalid_integer',
  ],
  [
    'text for a boolean',
    'POST /v1/prices',
    { currency: 'usd', active: 'yes' },
    'Invalid boolean: yes',
    'active',
    undefined,
  ],
  ['text for a hash', 'POST /v1/customers', { metadata: 'x' }, 'Invalid object: x', 'metadata', undefined],
  ['text for an array', 'POST /v1/customers', { expand: 'x' }, 'Invalid array: x', 'expand', undefined],
  [
    'a word outside the list',
    'POST /v1/prices',
    { currency: 'usd', recurring: { interval: 'century' } },
    'Invalid recurring[interval]: must be one of day, month, week, or year',
    'recurring[interval]',
    undefined,
  ],
  ['a currency of two letters', 'POST /v1/prices', { currency: 'us' }, 'Invalid currency: us', 'currency', undefined],
  [
    'a malformed decimal',
    'POST /v1/prices',
    { currency: 'usd', unit_amount_decimal: '1,5' },
    'Invalid decimal: 1,5',
    'unit_amount_decimal',
    undefined,
  ],
])('%s is refused in the words of Stripe', (_what, operation, params, message, param, code) => {
  expect(errorFor(operation, params)).toEqual({
    type: 'invalid_request_error',
    message,
    param,
    ...(code === undefined ? {} : { code }),
  });
});

test('an empty value unsets what may be empty, and is refused for what may not', () => {
  expect(errorFor('POST /v1/customers', { metadata: '', address: '', description: '' })).toBeUndefined();
  expect(errorFor('POST /v1/products', { name: '' })).toMatchObject({
    code: 'parameter_invalid_empty',
    param: 'name',
    message: expect.stringMatching(/^You passed an empty string for 'name'\. We assume/),
  });
  expect(errorFor('POST /v1/prices', { currency: 'usd', unit_amount: '' })).toMatchObject({
    code: 'parameter_invalid_empty',
    param: 'unit_amount',
  });
});

test('the SDK sees the error with its parameter, and nothing was created', async () => {
  const { stripe } = running;
  const error = await stripeError(stripe.rawRequest('POST', '/v1/products', { name: 'A', color: 'red' }));
  expect(error).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param: 'color' });
  expect((await stripe.products.list()).data).toEqual([]);
});
