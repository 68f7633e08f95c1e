import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { changedFeatures, DEFAULT_FEATURES, NO_FEATURES, type PortalFeatures } from './portal-features.js';

export type PortalConfiguration = Wire<Stripe.BillingPortal.Configuration>;
export type ConfigurationCreateParams = Wire<Stripe.BillingPortal.ConfigurationCreateParams>;
export type ConfigurationUpdateParams = Wire<Stripe.BillingPortal.ConfigurationUpdateParams>;

/** What customers may do in the portal. Source: https://docs.stripe.com/api/customer_portal/configurations */
export class PortalConfigurations {
  constructor(
    private readonly ledger: Ledger,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  create(params: ConfigurationCreateParams): PortalConfiguration {
    const blank = this.#blank(false, changedFeatures(NO_FEATURES, params.features));
    const configuration = this.ledger.portalConfigurations.put(changed(blank, params));
    this.events.record('billing_portal.configuration.created', configuration);
    return configuration;
  }

  update(id: string, params: ConfigurationUpdateParams): PortalConfiguration {
    const before = this.require(id);
    const configuration = this.ledger.portalConfigurations.put({
      ...changed(before, params),
      active: params.active ?? before.active,
      features: changedFeatures(before.features, params.features),
      updated: this.clock.now(),
    });
    this.events.recordUpdate('billing_portal.configuration.updated', before, configuration);
    return configuration;
  }

  /** The one for sessions that name none; it is there from the first time that it is asked for. */
  default(): PortalConfiguration {
    return (
      this.ledger.portalConfigurations.find((configuration) => configuration.is_default) ??
      this.ledger.portalConfigurations.put(this.#blank(true, DEFAULT_FEATURES))
    );
  }

  require(id: string, param?: string): PortalConfiguration {
    const found = this.ledger.portalConfigurations.get(id);
    if (found !== undefined) return found;
    throw noSuch('configuration', id, param ?? 'configuration', param === undefined ? 'path' : 'parameter');
  }

  #blank(isDefault: boolean, features: PortalFeatures): PortalConfiguration {
    const now = this.clock.now();
    return {
      id: newId('bpc'),
      object: 'billing_portal.configuration',
      active: true,
      application: null,
      business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
      created: now,
      default_return_url: null,
      features,
      is_default: isDefault,
      livemode: false,
      login_page: { enabled: false, url: null },
      metadata: {},
      name: null,
      updated: now,
    };
  }
}

/** What a new configuration and a changed one take in the same way. */
function changed(
  before: PortalConfiguration,
  params: Pick<ConfigurationUpdateParams, 'business_profile' | 'default_return_url' | 'metadata' | 'name'>,
): PortalConfiguration {
  const { business_profile: profile } = params;
  const { headline, privacy_policy_url: privacy, terms_of_service_url: terms } = before.business_profile;
  const text = (value: string | null | undefined, kept: string | null) => (value === undefined ? kept : value || null);
  return {
    ...before,
    business_profile: {
      headline: text(profile?.headline, headline),
      privacy_policy_url: text(profile?.privacy_policy_url, privacy),
      terms_of_service_url: text(profile?.terms_of_service_url, terms),
    },
    default_return_url: text(params.default_return_url, before.default_return_url),
    metadata: mergedMetadata(before.metadata ?? {}, params.metadata),
    name: text(params.name, before.name),
  };
}
