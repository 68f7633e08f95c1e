/**
 * The bare server: node:http, the driver and JSON.stringify. It knows the one page by heart: three finds, no parser, no
 * schema, no checks. What it takes is what the work itself takes.
 */
import { createServer } from 'node:http';
import { contestantEnvironment } from './contestant-environment.js';
import { type CustomerRow, PageReads, type PlanRow, type SubscriptionRow } from './page-reads.js';
import { PAGE_SIZE } from './page-operation.js';

const { port, mongoUri } = contestantEnvironment();
const reads = await PageReads.open(mongoUri);

createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', async () => {
    const body = text === '' ? undefined : await answer(JSON.parse(text));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body ?? { ready: true }));
  });
}).listen(port, '127.0.0.1');

async function answer({ variables }: { variables: { after?: string | null; id?: string } }): Promise<object> {
  if (variables.id !== undefined) {
    const row = await reads.one(variables.id);
    const subscription = row && {
      id: row.stripe_subscription_id,
      status: row.status.toUpperCase(),
      createdAt: row.created_at,
    };
    return { data: { subscription } };
  }
  const { rows, hasNextPage, endCursor } = await reads.page(PAGE_SIZE, variables.after);
  const [customers, plans] = await Promise.all([
    reads.customers([...new Set(rows.map((row) => row.stripe_customer_id))]),
    reads.plans([...new Set(rows.flatMap(({ plan_id: uid }) => (uid === null ? [] : [uid])))]),
  ]);
  const customersById = new Map(customers.map((row) => [row.stripe_customer_id, toCustomer(row)]));
  const plansByUid = new Map(plans.map((row) => [row.plan_uid, toPlan(row)]));
  const nodes = rows.map((row) => toNode(row, customersById, plansByUid));
  return { data: { subscriptions: { nodes, pageInfo: { hasNextPage, endCursor } } } };
}

function toNode(row: SubscriptionRow, customers: ReadonlyMap<string, object>, plans: ReadonlyMap<string, object>) {
  return {
    id: row.stripe_subscription_id,
    status: row.status.toUpperCase(),
    billingInterval: row.billing_interval?.toUpperCase() ?? null,
    currentPeriodStart: row.current_period_start,
    currentPeriodEnd: row.current_period_end,
    cancelAtPeriodEnd: row.is_ending,
    createdAt: row.created_at,
    customer: customers.get(row.stripe_customer_id) ?? null,
    plan: plans.get(row.plan_id ?? '') ?? null,
  };
}

function toCustomer({ stripe_customer_id: id, organization_id: organizationId, email, name }: CustomerRow) {
  return { id, organizationId, email, name };
}

function toPlan({ plan_uid: uid, name, prices }: PlanRow) {
  return {
    uid,
    name,
    prices: prices.map((price) => ({
      id: price.stripe_price_id,
      billingInterval: price.billing_interval.toUpperCase(),
      unitPrice: { amount: price.unit_amount, currency: price.currency.toUpperCase() },
    })),
  };
}
