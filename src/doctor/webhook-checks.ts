import type Stripe from 'stripe';
import type { AccountExamination } from '../stripe/account-examination.js';
import { API_VERSION } from '../stripe/api-version.js';
import { ENGINE_EVENT_TYPES } from '../webhooks/webhook-handlers.js';
import { sameAddress } from './endpoint-address.js';
import { type Finding, fault, ok, warning } from './finding.js';

/** Without these a customer pays and gets nothing, or pays no more and keeps it. */
const VITAL_EVENT_TYPES: readonly string[] = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'invoice.payment_succeeded',
  'invoice.payment_failed',
];

const LIST = 'docs/operations/README.md, "What the endpoint at Stripe sends"';

/**
 * Whether Stripe sends the engine's events to where the engine is.
 *
 * @param accountVersion the account's API version, for an endpoint that names none
 */
export async function examineEndpoint(
  examination: AccountExamination,
  webhookUrl: string,
  accountVersion: string | null,
): Promise<Finding[]> {
  const endpoints = await examination.endpoints();
  if (endpoints === null) {
    const mend = 'Let it read webhook endpoints, or run the doctor once with a secret key';
    return [warning('webhook-endpoint', 'The key may not read webhook endpoints, so none can be examined', mend)];
  }
  const here = endpoints.filter(({ url }) => sameAddress(url, webhookUrl));
  const endpoint = here.find(({ status }) => status === 'enabled') ?? here[0];
  if (!endpoint) return [noEndpoint(webhookUrl, endpoints)];
  return [
    ok('webhook-endpoint', `${endpoint.id} leads to ${endpoint.url}`),
    statusOf(endpoint),
    eventsOf(endpoint),
    versionOf(endpoint, accountVersion),
  ];
}

function noEndpoint(webhookUrl: string, endpoints: readonly Stripe.WebhookEndpoint[]): Finding {
  const others =
    endpoints.length === 0 ? 'there is none at all' : `others are ${endpoints.map(({ url }) => url).join(', ')}`;
  return fault(
    'webhook-endpoint',
    `No webhook endpoint at Stripe leads to ${webhookUrl} (${others}): payments are not told of`,
    `Make it as ${LIST} says; if the engine is at another address than BASE_URL, name it by --webhook-url`,
  );
}

function statusOf({ id, status }: Stripe.WebhookEndpoint): Finding {
  if (status === 'enabled') return ok('webhook-status', `${id} is enabled`);
  return fault(
    'webhook-status',
    `${id} is ${status}: Stripe sends it nothing`,
    'Enable it at https://dashboard.stripe.com/webhooks, then run `revenue-engine reconcile` for what was missed',
  );
}

function eventsOf({ id, enabled_events: enabled }: Stripe.WebhookEndpoint): Finding {
  const missing = enabled.includes('*') ? [] : ENGINE_EVENT_TYPES.filter((type) => !enabled.includes(type));
  if (missing.length === 0) return ok('webhook-events', `${id} sends all ${ENGINE_EVENT_TYPES.length} types of events`);
  const vital = missing.filter((type) => VITAL_EVENT_TYPES.includes(type));
  const mend = `Send the whole list to /v1/webhook_endpoints/${id}: ${LIST}`;
  return vital.length > 0
    ? fault(
        'webhook-events',
        `${id} does not send ${vital.join(', ')}: what is bought or ended is not known here`,
        mend,
      )
    : warning(
        'webhook-events',
        `${id} does not send ${missing.join(', ')}: such changes are seen by reconcile only`,
        mend,
      );
}

function versionOf({ id, api_version: own }: Stripe.WebhookEndpoint, accountVersion: string | null): Finding {
  const version = own ?? accountVersion;
  const whose = own === null ? 'of the account, as it names none' : 'by its own setting';
  if (version === API_VERSION) return ok('webhook-api-version', `${id} sends in ${version}, as the SDK reads`);
  if (version === null) return ok('webhook-api-version', `${id} sends in the version of the account`);
  return warning(
    'webhook-api-version',
    `${id} sends in ${version} (${whose}), the SDK reads in ${API_VERSION}: each event costs a call of Stripe`,
    `Make an endpoint with api_version=${API_VERSION}, add its secret to STRIPE_WEBHOOK_SECRET, and delete ${id}`,
  );
}
