import type { ApolloServerPlugin } from '@apollo/server';
import { type Request, type Response, Router } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { StripeCall } from '../stripe/stripe-calls.js';
import type { DriftWatch } from '../sync/drift-watch.js';
import type { RequestContext } from '../terms/request-context.js';
import type { WebhookInbox } from '../webhooks/webhook-inbox.js';
import type { WebhookSettlement, WebhookWatcher } from '../webhooks/webhook-watcher.js';

/** From an answer at once to one that a timeout ended, in seconds. */
const CALL_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** From applied at once to found by a reconciliation days later, in seconds. */
const LAG_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400];

/**
 * Counts what operators watch, in the words of Prometheus (https://prometheus.io/docs/practices/naming/). No label says
 * whose anything is.
 */
export class Telemetry implements WebhookWatcher {
  readonly #registry = new Registry();
  readonly #deliveries = this.#counter('webhook_deliveries_total', 'Deliveries that were answered 200.', ['result']);
  readonly #refusals = this.#counter('webhook_refusals_total', 'Deliveries that were refused.', ['reason']);
  readonly #attempts = this.#counter('webhook_attempts_total', 'Attempts to process an event, by their end.', [
    'result',
  ]);
  readonly #lag = this.#histogram('webhook_lag_seconds', 'From the occurrence at Stripe to applied.', [], LAG_BUCKETS);
  readonly #stripe = this.#histogram('stripe_call_seconds', 'Calls of Stripe.', ['call', 'result'], CALL_BUCKETS);
  readonly #graphql = this.#histogram('graphql_operation_seconds', 'Operations.', ['type', 'result'], CALL_BUCKETS);

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** From now on the inbox is looked at whenever the figures are asked for. */
  watchInbox(inbox: WebhookInbox): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'revenue_engine_webhook_events',
      help: 'Events in the inbox that are not at rest, or that wait for an operator.',
      labelNames: ['status'],
      registers,
      async collect() {
        for (const [status, count] of Object.entries(await inbox.backlog())) this.set({ status }, count);
      },
    });
    new Gauge({
      name: 'revenue_engine_webhook_oldest_unprocessed_seconds',
      help: 'The age of the oldest event that is not processed; 0 when there is none.',
      registers,
      async collect() {
        const oldest = await inbox.oldestUnprocessed();
        this.set(oldest ? (Date.now() - oldest.getTime()) / 1000 : 0);
      },
    });
  }

  /** From now on the last comparison with Stripe is looked at whenever the figures are asked for. */
  watchDrift(drift: DriftWatch): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'revenue_engine_drift_objects',
      help: 'Objects that are stored otherwise than Stripe shows them, as the last comparison found and left them.',
      registers,
      async collect() {
        this.set(await drift.driftingObjects());
      },
    });
    new Gauge({
      name: 'revenue_engine_reconcile_last_clean_timestamp_seconds',
      help: 'When a comparison last left everything as Stripe has it; 0 when none has.',
      registers,
      async collect() {
        const at = await drift.lastCleanAt();
        this.set(at ? at.getTime() / 1000 : 0);
      },
    });
  }

  received(isNew: boolean): void {
    this.#deliveries.inc({ result: isNew ? 'stored' : 'duplicate' });
  }

  refused(reason: string): void {
    this.#refusals.inc({ reason });
  }

  settled(settlement: WebhookSettlement, occurredAt: Date): void {
    this.#attempts.inc({ result: settlement });
    if (settlement === 'processed') this.#lag.observe(Math.max(0, (Date.now() - occurredAt.getTime()) / 1000));
  }

  stripeCall({ name, failed, milliseconds }: StripeCall): void {
    this.#stripe.observe({ call: name, result: failed ? 'failed' : 'ok' }, milliseconds / 1000);
  }

  /** Times each operation, by its type and whether it had errors. */
  graphqlPlugin(): ApolloServerPlugin<RequestContext> {
    return {
      requestDidStart: async () => {
        const startedAt = performance.now();
        return {
          willSendResponse: async ({ operation, errors }) => {
            const labels = { type: operation?.operation ?? 'unknown', result: errors?.length ? 'errors' : 'ok' };
            this.#graphql.observe(labels, (performance.now() - startedAt) / 1000);
          },
        };
      },
    };
  }

  /** GET /metrics, for Prometheus; keep it inside your network. */
  route(): Router {
    const router = Router();
    router.get('/metrics', async (_request: Request, response: Response) => {
      response.type(this.#registry.contentType).send(await this.#registry.metrics());
    });
    return router;
  }

  #counter(name: string, help: string, labelNames: readonly string[]): Counter {
    return new Counter({
      name: `revenue_engine_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
    });
  }

  #histogram(name: string, help: string, labelNames: readonly string[], buckets: readonly number[]): Histogram {
    const registers = [this.#registry];
    return new Histogram({
      name: `revenue_engine_${name}`,
      help,
      labelNames: [...labelNames],
      buckets: [...buckets],
      registers,
    });
  }
}
