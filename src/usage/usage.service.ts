import { randomUUID } from 'node:crypto';
import type { OverageKindState } from '../catalog/plan.record.js';
import type { CustomerProjection } from '../customers/customer.projection.js';
import type { MeterGateway } from '../stripe/meter.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { UsageReportRecord } from './usage-report.record.js';
import type { NewUsageReport, UsageReports } from './usage-reports.js';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Source: https://docs.stripe.com/api/billing/meter-event/create#create_billing_meter_event-timestamp */
const OLDEST_MS = 35 * DAY_MS;
const NEWEST_MS = 5 * MINUTE_MS;

export interface Usage {
  readonly organizationId: string;
  readonly kind: OverageKindState;
  readonly quantity: number;
  /** The client's name for this usage; the same name again is the same usage. */
  readonly identifier: string;
  /** When it was used; now when null. */
  readonly at: Date | null;
}

/** Tells Stripe's meters what organizations used beyond their plans. */
export class UsageService {
  constructor(
    private readonly reports: UsageReports,
    private readonly customers: CustomerProjection,
    private readonly meters: MeterGateway,
  ) {}

  /**
   * Reports usage once, however often it is repeated.
   *
   * @throws BillingFault NOT_FOUND without a customer, INVALID_INPUT, CONFLICT for an identifier of other usage,
   *   STRIPE_UNAVAILABLE
   */
  async report(scope: TenantScope, usage: Usage): Promise<void> {
    const known = await this.reports.find(usage.identifier);
    if (known) return this.#repeat(known, usage);
    assertInBounds(usage.at);
    const customer = await this.customers.findByOrganization(scope, usage.organizationId);
    if (!customer) {
      throw new BillingFault(
        BillingErrorCode.NOT_FOUND,
        `The organization "${usage.organizationId}" has no customer to charge`,
        { field: ['input', 'organizationId'] },
      );
    }
    const report = {
      identifier: usage.identifier,
      organization_id: usage.organizationId,
      stripe_customer_id: customer.stripe_customer_id,
      kind: usage.kind,
      quantity: usage.quantity,
      asked_at: usage.at,
      used_at: wholeSeconds(usage.at ?? new Date()),
      idempotency_key: newKey(),
    };
    // Somebody may have begun the same in between.
    if (!(await this.reports.begin(report))) return this.report(scope, usage);
    if ((await this.#send(report)) === 'taken') {
      await this.reports.refused(usage.identifier);
      throw conflict();
    }
    await this.reports.accepted(usage.identifier);
  }

  /** One that is still pending was interrupted or is under way: Stripe takes its identifier once. */
  async #repeat(known: UsageReportRecord, usage: Usage): Promise<void> {
    if (!isSame(known, usage)) throw conflict();
    if (known.status === 'accepted') return;
    await this.#send(known);
    await this.reports.accepted(usage.identifier);
  }

  async #send(report: NewUsageReport, isLastTry = false): Promise<'accepted' | 'taken'> {
    try {
      return await this.meters.report({
        eventName: `${report.kind}_overage`,
        customerId: report.stripe_customer_id,
        value: report.quantity,
        identifier: report.identifier,
        at: report.used_at,
        idempotencyKey: report.idempotency_key,
      });
    } catch (error) {
      if (!(error instanceof BillingFault)) throw error;
      if (error.code !== BillingErrorCode.STRIPE_UNAVAILABLE) await this.reports.refused(report.identifier);
      const isKept = error.code === BillingErrorCode.STRIPE_UNAVAILABLE && error.context.isRepeated === true;
      if (!isKept || isLastTry) throw error;
    }
    // Stripe keeps an earlier failure under the key. By another one it is tried again; should that failure have had an
    // effect after all, the identifier is taken and nothing counts twice.
    const key = newKey();
    await this.reports.rekey(report.identifier, key);
    await this.#send({ ...report, idempotency_key: key }, true);
    return 'accepted';
  }
}

/** @throws BillingFault INVALID_INPUT */
function assertInBounds(at: Date | null): void {
  if (at === null) return;
  const age = Date.now() - at.getTime();
  if (age <= OLDEST_MS && age >= -NEWEST_MS) return;
  throw new BillingFault(
    BillingErrorCode.INVALID_INPUT,
    'Stripe takes usage of the past 35 days, and up to 5 minutes ahead',
    { field: ['input', 'at'] },
  );
}

function isSame(known: UsageReportRecord, usage: Usage): boolean {
  return (
    known.organization_id === usage.organizationId &&
    known.kind === usage.kind &&
    known.quantity === usage.quantity &&
    known.asked_at?.getTime() === usage.at?.getTime()
  );
}

function conflict(): BillingFault {
  return new BillingFault(
    BillingErrorCode.CONFLICT,
    'This identifier was used for other usage; each usage has an identifier of its own',
    { field: ['input', 'identifier'] },
  );
}

function wholeSeconds(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}

function newKey(): string {
  return `reportUsage:${randomUUID()}`;
}
