import { eventWithoutPersonalData } from '../stripe/personal-data.js';
import { ANY_AGE, isSignedBy } from '../stripe/webhook-secret.js';
import { parsedWithoutSecrets } from './kept-event.js';

/** Why a delivery was refused, for whoever reads Stripe's delivery log. */
export type WebhookRefusal =
  | 'NO_SIGNATURE_HEADER'
  | 'MALFORMED_SIGNATURE_HEADER'
  | 'WRONG_SECRET'
  | 'CLOCK_SKEW'
  | 'BODY_ALREADY_PARSED'
  | 'NOT_AN_EVENT';

const ADVICE: Readonly<Record<WebhookRefusal, string>> = {
  NO_SIGNATURE_HEADER: 'The Stripe-Signature header is missing; a proxy may have removed it, or this is not Stripe.',
  MALFORMED_SIGNATURE_HEADER: 'The Stripe-Signature header has no t= with a time or no v1= with a signature.',
  WRONG_SECRET:
    'No configured secret made this signature. Compare STRIPE_WEBHOOK_SECRET with the endpoint’s signing secret; the body must also arrive unchanged.',
  CLOCK_SKEW:
    'The signature is right but its timestamp is not near this server’s clock; check the clock, or it is a replay.',
  BODY_ALREADY_PARSED: 'The raw body is gone: something parsed it before this route.',
  NOT_AN_EVENT: 'The body is signed but is no snapshot event of API version 1; configure the endpoint for those.',
};

export class WebhookRefused extends Error {
  constructor(readonly reason: WebhookRefusal) {
    super(ADVICE[reason]);
    this.name = 'WebhookRefused';
  }
}

/**
 * What of a verified event is relied upon; the rest is whatever Stripe sent, in the endpoint's API version, without client
 * secrets and without what says who a customer is.
 */
export interface SignedEvent {
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly created: number;
  readonly data: { readonly object: Record<string, unknown> };
  readonly [extra: string]: unknown;
}

/** Verifies deliveries by Stripe's scheme. Source: https://docs.stripe.com/webhooks/signature */
export class WebhookVerifier {
  /**
   * @param secrets several while a secret is rolled: any of them counts
   * @param toleranceSeconds how old a signature may be
   */
  constructor(
    private readonly secrets: readonly string[],
    private readonly toleranceSeconds: number,
  ) {}

  /** @throws WebhookRefused */
  verify(body: unknown, header: string | undefined): SignedEvent {
    if (header === undefined) throw new WebhookRefused('NO_SIGNATURE_HEADER');
    if (!isWellFormed(header)) throw new WebhookRefused('MALFORMED_SIGNATURE_HEADER');
    if (!Buffer.isBuffer(body)) throw new WebhookRefused('BODY_ALREADY_PARSED');
    const signedBy = (tolerance: number) => this.secrets.some((secret) => isSignedBy(secret, body, header, tolerance));
    if (!signedBy(this.toleranceSeconds)) {
      throw new WebhookRefused(signedBy(ANY_AGE) ? 'CLOCK_SKEW' : 'WRONG_SECRET');
    }
    return toEvent(body.toString('utf8'));
  }
}

/** The SDK fails on signatures that are empty or no plain text, instead of finding them wrong. */
function isWellFormed(header: string): boolean {
  const parts = header.split(',');
  const signatures = parts.filter((part) => part.split('=')[0] === 'v1');
  return (
    parts.some((part) => /^t=\d+$/.test(part)) &&
    signatures.length > 0 &&
    signatures.every((part) => /^v1=[0-9a-f]+$/i.test(part))
  );
}

function toEvent(text: string): SignedEvent {
  const event = parsed(text);
  if (!isSnapshotEvent(event)) throw new WebhookRefused('NOT_AN_EVENT');
  return eventWithoutPersonalData(event);
}

function parsed(text: string): unknown {
  try {
    return parsedWithoutSecrets(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new WebhookRefused('NOT_AN_EVENT');
    throw error;
  }
}

function isSnapshotEvent(value: unknown): value is SignedEvent {
  if (!isObject(value) || value.object !== 'event') return false;
  const { id, type, created, data } = value;
  return isName(id) && isName(type) && Number.isSafeInteger(created) && isObject(data) && isObject(data.object);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
