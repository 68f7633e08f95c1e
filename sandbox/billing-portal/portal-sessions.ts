import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter } from '../http/failures.js';
import type { PublicAddress } from '../http/public-address.js';
import { refuseUnsupported } from '../http/unsupported.js';
import type { Clock } from '../state/clock.js';
import { newId, randomText } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { PortalConfigurations } from './portal-configurations.js';

export type PortalSession = Wire<Stripe.BillingPortal.Session>;

/** The secret in the address of a portal page, which is its id, and how long it is good. */
export interface PortalLink {
  readonly id: string;
  readonly session: PortalSession;
  /** Unix seconds. */
  readonly expiresAt: number;
}

const UNOPENED_SECONDS = 5 * 60;
const IDLE_SECONDS = 60 * 60;

export interface PortalSessionParts {
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly configurations: PortalConfigurations;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly address: PublicAddress;
}

/** A session ends five minutes after it was made, or an hour after its last use. Source: https://docs.stripe.com/api/customer_portal/sessions */
export class PortalSessions {
  constructor(private readonly parts: PortalSessionParts) {}

  create(params: Wire<Stripe.BillingPortal.SessionCreateParams>): PortalSession {
    const { ledger, customers, configurations, events, clock, address } = this.parts;
    refuseUnsupported(params, ['flow_data', 'after_expiration', 'on_behalf_of', 'customer_account']);
    if (params.customer === undefined) throw missingParameter('customer');
    const customer = customers.require(params.customer, 'customer');
    const configuration =
      params.configuration === undefined
        ? configurations.default()
        : configurations.require(params.configuration, 'configuration');
    if (!configuration.active) {
      throw invalidRequest('This configuration is not active.', 'configuration');
    }
    const secret = `test_${randomText(40)}`;
    const session: PortalSession = {
      id: newId('bps'),
      object: 'billing_portal.session',
      configuration: configuration.id,
      created: clock.now(),
      customer: customer.id,
      customer_account: null,
      flow: null,
      livemode: false,
      locale: params.locale ?? null,
      on_behalf_of: null,
      return_url: checkedUrl(params.return_url) ?? configuration.default_return_url,
      url: address.at(`/p/session/${secret}`),
    };
    ledger.portalLinks.put({ id: secret, session, expiresAt: clock.now() + UNOPENED_SECONDS });
    events.record('billing_portal.session.created', session);
    return session;
  }

  /** Keeps a session alive for its next hour; undefined for one that has ended. */
  visit(link: PortalLink): PortalLink | undefined {
    const { ledger, clock } = this.parts;
    if (link.expiresAt <= clock.now()) return undefined;
    return ledger.portalLinks.put({ ...link, expiresAt: clock.now() + IDLE_SECONDS });
  }
}

function checkedUrl(url: string | undefined): string | undefined {
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url;
  throw invalidRequest('Not a valid URL', 'return_url', 'url_invalid');
}
