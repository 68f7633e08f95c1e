import type Stripe from 'stripe';
import { invalidRequest, noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId, randomText } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';

export type WebhookEndpoint = Wire<Stripe.WebhookEndpoint>;

/** An endpoint of the sandbox's own configuration. */
export interface EndpointOption {
  readonly url: string;
  readonly secret: string;
  readonly enabledEvents: readonly string[];
  readonly apiVersion?: string;
}

/** Source: https://docs.stripe.com/api/webhook_endpoints */
export class WebhookEndpoints {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  /** The only answer that shows the secret. */
  create(params: Wire<Stripe.WebhookEndpointCreateParams>): WebhookEndpoint {
    return this.ledger.webhookEndpoints.put({
      id: newId('we'),
      object: 'webhook_endpoint',
      api_version: params.api_version ?? null,
      application: null,
      created: this.clock.now(),
      description: params.description || null,
      enabled_events: params.enabled_events,
      livemode: false,
      metadata: mergedMetadata({}, params.metadata),
      secret: `whsec_${randomText(32)}`,
      status: 'enabled',
      url: checkedUrl(params.url),
    });
  }

  update(id: string, params: Wire<Stripe.WebhookEndpointUpdateParams>): WebhookEndpoint {
    const before = this.#kept(id);
    const endpoint = this.ledger.webhookEndpoints.put({
      ...before,
      description: params.description === undefined ? before.description : params.description || null,
      enabled_events: params.enabled_events ?? before.enabled_events,
      metadata: mergedMetadata(before.metadata, params.metadata),
      status: params.disabled === undefined ? before.status : params.disabled ? 'disabled' : 'enabled',
      url: params.url === undefined ? before.url : checkedUrl(params.url),
    });
    return withoutSecret(endpoint);
  }

  delete(id: string): Wire<Stripe.DeletedWebhookEndpoint> {
    this.ledger.webhookEndpoints.remove(this.#kept(id).id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }

  require(id: string): WebhookEndpoint {
    return withoutSecret(this.#kept(id));
  }

  /** Brings an endpoint of the configuration into the state; the URL tells which one it is. */
  upsert(option: EndpointOption): void {
    const before = this.ledger.webhookEndpoints.find(({ url }) => url === option.url);
    this.ledger.webhookEndpoints.put({
      ...(before ?? {
        id: newId('we'),
        object: 'webhook_endpoint',
        application: null,
        created: this.clock.now(),
        description: null,
        livemode: false,
        metadata: {},
      }),
      api_version: option.apiVersion ?? null,
      enabled_events: option.enabledEvents,
      secret: option.secret,
      status: 'enabled',
      url: checkedUrl(option.url),
    });
  }

  #kept(id: string): WebhookEndpoint {
    const endpoint = this.ledger.webhookEndpoints.get(id);
    if (endpoint === undefined) throw noSuch('webhook endpoint', id, 'webhook_endpoint');
    return endpoint;
  }
}

export function withoutSecret({ secret: _secret, ...endpoint }: WebhookEndpoint): WebhookEndpoint {
  return endpoint;
}

function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw invalidRequest('Not a valid URL', 'url', 'url_invalid');
  return url;
}
