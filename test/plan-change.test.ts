import { parsePlanFile } from '../src/catalog/plan-definition.js';
import { CreateCheckoutDocument } from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

const PLAN = { planUid: 'plan_team', billingInterval: 'MONTH' } as const;

function planFile(amount: number, trialDays = 0): string {
  return `
plans:
  - uid: plan_team
    name: Team
    trialDays: ${trialDays}
    prices: [{ interval: month, amount: ${amount}, currency: usd }]
`;
}

async function checkout(engine: RunningEngine, organization: string) {
  const { data } = await engine.as(organization)(CreateCheckoutDocument, { input: PLAN });
  expect(data.createCheckout.errors).toEqual([]);
  return engine.stripe.checkout.sessions.retrieve(data.createCheckout.checkoutSession?.id ?? '');
}

async function apply(engine: RunningEngine, text: string): Promise<void> {
  for (const definition of parsePlanFile(text)) await engine.app.publisher.publish(definition);
}

describe('a plan that is changed while it is sold', () => {
  test('is sold at the new amount at once, also by a process that kept Stripe’s answer about the old one', async () => {
    const selling = await runningEngine({ plans: planFile(1000) });
    const applying = await runningEngine({ beside: selling });
    expect((await checkout(selling, 'org_first')).amount_total).toBe(1000);
    await apply(applying, planFile(2000));
    expect((await checkout(selling, 'org_second')).amount_total).toBe(2000);
  });

  test('is not sold by an open session of before', async () => {
    const engine = await runningEngine({ plans: planFile(1000) });
    const before = await checkout(engine, 'org_slow');
    await apply(engine, planFile(2000));
    const after = await checkout(engine, 'org_slow');
    expect(after.id).not.toBe(before.id);
    expect(after.amount_total).toBe(2000);
    await apply(engine, planFile(2000, 14));
    expect((await checkout(engine, 'org_slow')).id).not.toBe(after.id);
  });
});
