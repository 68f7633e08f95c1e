import { StripeFailure } from './stripe-failure.js';

/**
 * The API key of a request: `Authorization: Bearer sk_test_…`, or Basic with the key as user name.
 * Source: https://docs.stripe.com/api/authentication
 *
 * @throws StripeFailure 401 without a key, and for anything but a secret or restricted test key
 */
export function apiKeyOf(authorization: string | undefined): string {
  const [scheme = '', credentials = ''] = (authorization ?? '').split(/\s+/, 2);
  const key = keyIn(scheme.toLowerCase(), credentials);
  if (key === '') throw unauthorized(NO_KEY);
  if (/^(sk|rk)_test_\w+$/.test(key)) return key;
  if (key.startsWith('pk_')) throw unauthorized(PUBLISHABLE_KEY, 'secret_key_required');
  throw unauthorized(`Invalid API Key provided: ${redacted(key)}`);
}

const NO_KEY =
  'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth ' +
  "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we " +
  'can help at https://support.stripe.com/.';

const PUBLISHABLE_KEY =
  'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your ' +
  'API keys at https://dashboard.stripe.com/account/apikeys.';

function keyIn(scheme: string, credentials: string): string {
  if (scheme === 'bearer') return credentials;
  if (scheme === 'basic') return Buffer.from(credentials, 'base64').toString().split(':')[0] ?? '';
  return '';
}

function redacted(key: string): string {
  return key.length < 16 ? `${key.slice(0, 4)}***` : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

function unauthorized(message: string, code?: string): StripeFailure {
  return new StripeFailure(401, { type: 'invalid_request_error', message, ...(code === undefined ? {} : { code }) });
}
