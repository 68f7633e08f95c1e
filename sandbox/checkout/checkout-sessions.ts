import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import type { PublicAddress } from '../http/public-address.js';
import { refuseUnsupported } from '../http/unsupported.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import { earliest, type Step } from '../state/agenda.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { LineItems } from './line-items.js';
import type { SessionDiscounts } from './session-discounts.js';
import {
  type CheckoutSession,
  newSession,
  newSessionId,
  type SessionCreateParams,
  type SessionDraft,
} from './new-session.js';

const MINUTE = 60;
const SHORTEST = 30 * MINUTE;
const LONGEST = 24 * 60 * MINUTE;
const NOT_CARRIED_OUT = ['shipping_options', 'custom_fields', 'optional_items', 'invoice_creation'];

export interface CheckoutSessionParts {
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly lineItems: LineItems;
  readonly discounts: SessionDiscounts;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly address: PublicAddress;
}

/** Sessions as the API makes and ends them. Source: https://docs.stripe.com/api/checkout/sessions */
export class CheckoutSessions {
  constructor(private readonly parts: CheckoutSessionParts) {}

  create(params: SessionCreateParams): CheckoutSession {
    refuseUnsupported(params, NOT_CARRIED_OUT);
    if (params.ui_mode !== undefined && params.ui_mode !== 'hosted_page' && params.ui_mode !== 'hosted') {
      throw invalidRequest(`The sandbox has the hosted page only, not the ui_mode ${params.ui_mode}.`, 'ui_mode');
    }
    const mode = modeOf(params);
    if (params.success_url === undefined) throw missingParameter('success_url');
    this.#checkCustomer(params);
    checkDataOfMode(mode, params);
    const whole =
      mode === 'setup' ? [] : this.parts.lineItems.read(mode, requiredLines(mode, params), hasTrial(params));
    const redemptions = this.parts.discounts.read(params, whole);
    const lineItems = this.parts.discounts.onLines(redemptions, whole);
    const now = this.parts.clock.now();
    const id = newSessionId();
    this.parts.ledger.checkoutOrders.put({
      id,
      lineItems,
      subscriptionData: params.subscription_data ?? {},
      paymentIntentData: params.payment_intent_data ?? {},
      setupIntentData: params.setup_intent_data ?? {},
      pendingPaymentMethod: null,
      pendingPayer: null,
    });
    const url = this.parts.address.at(`/c/pay/${id}`);
    return this.parts.ledger.checkoutSessions.put(
      newSession({ id, params, mode, lineItems, redemptions, expiresAt: expiryOf(params.expires_at, now), url, now }),
    );
  }

  update(id: string, params: { readonly metadata?: Parameters<typeof mergedMetadata>[1] }): CheckoutSession {
    refuseUnsupported(params, ['line_items', 'shipping_options', 'collected_information']);
    const session = this.require(id);
    return this.parts.ledger.checkoutSessions.put({
      ...session,
      metadata: mergedMetadata(session.metadata ?? {}, params.metadata),
    });
  }

  expire(id: string): CheckoutSession {
    const session = this.require(id);
    if (session.status !== 'open') {
      throw invalidRequest(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${String(session.status)}.`,
      );
    }
    const expired = this.parts.ledger.checkoutSessions.put({ ...session, status: 'expired', url: null });
    this.parts.events.record('checkout.session.expired', expired);
    return expired;
  }

  /** The end of the open session that runs out first. */
  nextStep(testClock: string | null): Step | undefined {
    const open = this.parts.ledger.checkoutSessions.newestFirst(
      ({ status, customer }) => status === 'open' && this.parts.customers.testClockOf(customer ?? '') === testClock,
    );
    return earliest(open.reverse().map(({ id, expires_at: at }) => ({ at, run: () => void this.expire(id) })));
  }

  require(id: string): CheckoutSession {
    const session = this.parts.ledger.checkoutSessions.get(id);
    if (session === undefined) throw noSuch('checkout.session', id, 'session');
    return session;
  }

  #checkCustomer(params: SessionCreateParams): void {
    if (params.customer === undefined) return;
    if (params.customer_email !== undefined) {
      throw invalidRequest('You may only specify one of these parameters: customer, customer_email.', 'customer');
    }
    this.parts.customers.require(params.customer, 'customer');
  }
}

function hasTrial({ subscription_data: data }: SessionCreateParams): boolean {
  return data?.trial_end !== undefined || (data?.trial_period_days ?? 0) > 0;
}

const MODES = ['payment', 'setup', 'subscription'] as const;

function modeOf({ mode: asked }: SessionCreateParams): SessionDraft['mode'] {
  if (asked === undefined) throw missingParameter('mode');
  const mode = MODES.find((known) => known === asked);
  if (mode === undefined) throw invalidRequest(`Invalid mode: must be one of ${MODES.join(', ')}`, 'mode');
  return mode;
}

function requiredLines(
  mode: string,
  { line_items: lines }: SessionCreateParams,
): NonNullable<SessionCreateParams['line_items']> {
  if (lines !== undefined && lines.length > 0) return lines;
  throw invalidRequest(`The \`line_items\` parameter is required in ${mode} mode.`, 'line_items', 'parameter_missing');
}

function checkDataOfMode(mode: string, params: SessionCreateParams): void {
  const data = {
    payment: 'payment_intent_data',
    setup: 'setup_intent_data',
    subscription: 'subscription_data',
  } as const;
  for (const [owner, name] of Object.entries(data)) {
    if (owner === mode || params[name] === undefined) continue;
    throw invalidRequest(`You can not pass \`${name}\` in \`${mode}\` mode.`, name);
  }
}

function expiryOf(asked: number | undefined, now: number): number {
  if (asked === undefined) return now + LONGEST;
  if (asked < now + SHORTEST) {
    throw invalidRequest(
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
      'expires_at',
    );
  }
  if (asked > now + LONGEST) {
    throw invalidRequest(
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      'expires_at',
    );
  }
  return asked;
}
