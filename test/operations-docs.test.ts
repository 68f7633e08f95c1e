import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { ENGINE_EVENT_TYPES } from '../src/webhooks/webhook-handlers.js';
import { ViewerDocument } from './support/generated/operations.js';
import { liveSubscriber } from './support/live-subscriber.js';
import { ADMIN_KEY, runningEngine } from './support/running-engine.js';
import { until } from './support/until.js';
import { deliver, eventOf } from './support/signed-webhook.js';

const read = (file: string) => readFileSync(`docs/operations/${file}`, 'utf8');

interface Alerts {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

interface Board {
  readonly panels: readonly {
    readonly title: string;
    readonly description: string;
    readonly datasource: { readonly uid: string };
    readonly gridPos: { readonly x: number; readonly y: number };
    readonly targets: readonly { readonly expr: string }[];
    readonly fieldConfig: { readonly defaults: { readonly thresholds: { readonly steps: readonly Step[] } } };
  }[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

interface Step {
  readonly value: number | null;
}

const alerts = (parse(read('prometheus-alerts.yml')) as Alerts).groups.flatMap(({ rules }) => rules);
const board = JSON.parse(read('grafana-dashboard.json')) as Board;
/** Grafana replaces its own variables before it asks. */
const expressions = [
  ...alerts.map(({ expr }) => expr),
  ...board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m'))),
];

test('docs/operations/README.md lists the events that an endpoint has to send, in their order', () => {
  const [, list = ''] = /```text\n([a-z_.\n]+)```/.exec(read('README.md')) ?? [];
  expect(list.trim().split('\n')).toEqual([...ENGINE_EVENT_TYPES]);
});

/** The parts of an expression by Prometheus' own grammar; ⚠ is where it is not understood. */
function partsOf(expression: string, name: string): string[] {
  const parts: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError ? name === '⚠' : type.name === name) parts.push(expression.slice(from, to));
    },
  });
  return parts;
}

test.each(expressions)('%s is an expression of PromQL over metrics', (expression) => {
  expect(partsOf(expression, '⚠')).toEqual([]);
  expect(partsOf(expression, 'VectorSelector').length).toBeGreaterThan(0);
});

test('an expression that PromQL does not understand would be found', () => {
  expect(partsOf('sum(rate(a_total[5m])', '⚠')).not.toEqual([]);
});

test('every metric and label value of the alerts and the board is one that the engine shows', async () => {
  const engine = await runningEngine({ deliversWebhooks: false, env: { WEBHOOK_RETRY_DELAYS_SECONDS: ',' } });
  // What has labels is shown once it has happened.
  await engine.asAdmin()(ViewerDocument);
  await deliver(engine.url, eventOf('product.updated', { id: 'prod_none' }));
  await fetch(`${engine.url}/payments/webhook`, { method: 'POST', body: '{}' });
  await engine.app.worker.idle();
  const follower = await liveSubscriber(engine.url, 'subscription { webhookEventChanged { id } }', {
    headers: { 'x-api-key': ADMIN_KEY },
  });
  follower.leave();
  const text = await until(async () => {
    const all = await (await fetch(`${engine.url}/metrics`)).text();
    return all.includes('revenue_engine_live_ended_total{') && all;
  });
  const shown = new Set([...text.matchAll(/^([a-z_][a-z0-9_]*)[ {]/gim)].map(([, name]) => name));
  const named = expressions.flatMap((each) => partsOf(each, 'Identifier'));
  expect(named).toContain('revenue_engine_webhook_lag_seconds_bucket');
  expect(named.filter((name) => !shown.has(name))).toEqual([]);
  const own = [...text.matchAll(/^# TYPE (revenue_engine_\w+) /gm)].map(([, name = '']) => name);
  const inBoard = board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n');
  expect(own.filter((name) => !inBoard.includes(name))).toEqual([]);
  expect(own.filter((name) => !read('README.md').includes(name))).toEqual([]);
});

test('the board asks the Prometheus chosen at its import, has each panel in a place of its own, and names alerts that are there', () => {
  expect(board.templating.list).toMatchObject([{ name: 'datasource', type: 'datasource' }]);
  for (const { datasource } of board.panels) expect(datasource.uid).toBe(`\${${board.templating.list[0]?.name}}`);
  const places = board.panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
  expect(new Set(places).size).toBe(places.length);
  const named = board.panels.flatMap(({ description }) =>
    /Alerts?\b[^:]*: (.*)\.$/.test(description) ? description.replace(/.*: /, '').replace('.', '').split(', ') : [],
  );
  expect(named.toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
});

test.each([
  ['WebhookEventsWait', 300],
  ['StripeCallsFail', 0.1],
  ['WebhooksLag', 60],
  ['EventLoopBlocked', 0.5],
])('the panel of %s draws the threshold of the alert', (name, threshold) => {
  const alert = alerts.find((each) => each.alert === name);
  expect(alert?.expr.trim()).toMatch(new RegExp(`> ${String(threshold).replace('.', '\\.')}$`));
  const panel = board.panels.find(({ description }) => description.includes(name));
  expect(panel?.fieldConfig.defaults.thresholds.steps.at(-1)?.value).toBe(threshold);
});
