import { CreateCheckoutDocument, ReportUsageDocument, type ReportUsageInput } from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;
let customerId: string;

beforeAll(async () => {
  engine = await runningEngine();
  customerId = await withCustomer(engine, 'org_metered');
});

async function withCustomer(at: RunningEngine, organization: string): Promise<string> {
  const { data } = await at.as(organization)(CreateCheckoutDocument, {
    input: { planUid: 'plan_starter', billingInterval: 'MONTH' },
  });
  return data.createCheckout.checkoutSession?.customer?.id ?? '';
}

let reports = 0;

function usage(input: Partial<ReportUsageInput> = {}): ReportUsageInput {
  reports += 1;
  return { organizationId: 'org_metered', kind: 'BANDWIDTH', quantity: 5, identifier: `usage-${reports}`, ...input };
}

async function report(input: ReportUsageInput, at = engine) {
  const { data } = await at.asAdmin()(ReportUsageDocument, { input });
  return data.reportUsage;
}

/** What the meter counted of the organization so far. */
async function counted(eventName: string, { stripe } = engine, customer = customerId): Promise<number> {
  const { data: meters } = await stripe.billing.meters.list({ status: 'active' });
  const meter = meters.find((each) => each.event_name === eventName);
  const { data } = await stripe.billing.meters.listEventSummaries(meter?.id ?? '', {
    customer,
    start_time: 0,
    end_time: Math.floor(Date.now() / 60_000) * 60 + 600,
  });
  return data.reduce((sum, { aggregated_value }) => sum + aggregated_value, 0);
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

describe('reportUsage', () => {
  test('counts at the meter of its kind', async () => {
    const before = { bandwidth: await counted('bandwidth_overage'), api: await counted('api_overage') };
    const input = usage();
    expect(await report(input)).toEqual({ identifier: input.identifier, accepted: true, errors: [] });
    expect((await report(usage({ kind: 'API', quantity: 70, at: daysAgo(3) }))).errors).toEqual([]);
    expect((await report(usage({ quantity: 0 }))).accepted).toBe(true);
    expect(await counted('bandwidth_overage')).toBe(before.bandwidth + 5);
    expect(await counted('api_overage')).toBe(before.api + 70);
  });

  test('a repetition is accepted again and counts once, also at the same time', async () => {
    const before = await counted('bandwidth_overage');
    const input = usage({ at: daysAgo(1) });
    const answers = await Promise.all(Array.from({ length: 5 }, () => report(input)));
    answers.push(await report(input));
    expect(answers).toEqual(answers.map(() => ({ identifier: input.identifier, accepted: true, errors: [] })));
    expect(await counted('bandwidth_overage')).toBe(before + 5);
  });

  test('one that was cut off before Stripe’s answer was stored goes on, and counts once', async () => {
    const before = await counted('bandwidth_overage');
    const input = usage();
    await report(input);
    await engine.database.connection
      .collection('usage_reports')
      .updateOne({ identifier: input.identifier }, { $set: { status: 'pending', idempotency_key: 'forgotten' } });
    expect((await report(input)).accepted).toBe(true);
    expect(await counted('bandwidth_overage')).toBe(before + 5);
  });

  test('one that did not reach Stripe counts when it is repeated', async () => {
    let isDown = false;
    const disturb = async () => {
      if (isDown) throw new Error('down');
    };
    const unlucky = await runningEngine({ sandbox: { disturb }, env: { STRIPE_MAX_NETWORK_RETRIES: '0' } });
    const customer = await withCustomer(unlucky, 'org_metered');
    const input = usage();
    isDown = true;
    const lost = await report(input, unlucky);
    expect(lost).toMatchObject({ accepted: false, errors: [{ code: 'STRIPE_UNAVAILABLE' }] });
    isDown = false;
    expect(await counted('bandwidth_overage', unlucky, customer)).toBe(0);
    expect((await report(input, unlucky)).accepted).toBe(true);
    expect(await counted('bandwidth_overage', unlucky, customer)).toBe(5);
    await unlucky.stop();
  });

  test('an identifier stands for one usage', async () => {
    const input = usage();
    await report(input);
    for (const other of [{ quantity: 6 }, { kind: 'API' as const }, { at: daysAgo(2) }, { organizationId: 'org_b' }]) {
      expect(await report({ ...input, ...other })).toMatchObject({
        accepted: false,
        errors: [{ code: 'CONFLICT', field: ['input', 'identifier'] }],
      });
    }
    await engine.stripe.billing.meterEvents.create({
      event_name: 'bandwidth_overage',
      identifier: 'of-somebody-else',
      payload: { stripe_customer_id: customerId, value: '9' },
    });
    const taken = await report(usage({ identifier: 'of-somebody-else' }));
    expect(taken.errors.map(({ code }) => code)).toEqual(['CONFLICT']);
  });

  test('each fault of the input has its own code and names its field', async () => {
    const fault = async (input: Partial<ReportUsageInput>) => {
      const { accepted, errors } = await report(usage(input));
      expect(accepted).toBe(false);
      return errors.map(({ code, field }) => `${code} ${field?.join('.')}`);
    };
    expect(await fault({ organizationId: 'org_without_customer' })).toEqual(['NOT_FOUND input.organizationId']);
    expect(await fault({ quantity: -1 })).toEqual(['INVALID_INPUT input.quantity']);
    expect(await fault({ quantity: 1_000_000_000_000_000 })).toEqual(['INVALID_INPUT input.quantity']);
    expect(await fault({ identifier: '' })).toEqual(['INVALID_INPUT input.identifier']);
    expect(await fault({ identifier: 'i'.repeat(101) })).toEqual(['INVALID_INPUT input.identifier']);
    expect(await fault({ at: daysAgo(36) })).toEqual(['INVALID_INPUT input.at']);
    expect(await fault({ at: daysAgo(-1) })).toEqual(['INVALID_INPUT input.at']);
  });

  test('a refused identifier can be used for the corrected report', async () => {
    const input = usage({ organizationId: 'org_later' });
    expect((await report(input)).errors.map(({ code }) => code)).toEqual(['NOT_FOUND']);
    await withCustomer(engine, 'org_later');
    expect((await report(input)).accepted).toBe(true);
  });

  test('admins alone report', async () => {
    const member = await engine.as('org_metered')(ReportUsageDocument, { input: usage() });
    expect(member.errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    const anonymous = await engine.asNobody()(ReportUsageDocument, { input: usage() });
    expect(anonymous.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});
