import type { ApolloServerPlugin } from '@apollo/server';
import { type Request, type Response, Router } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { StripeCall } from '../stripe/stripe-calls.js';
import type { DriftWatch } from '../sync/drift-watch.js';
import type { LiveEnd, LiveWatcher, WatchedLive } from '../terms/live-watcher.js';
import type { RequestContext } from '../terms/request-context.js';
import type { Tracer } from '../terms/tracer.js';
import { DriftGauges } from './drift-gauges.js';
import { InboxGauges, type WatchedInbox } from './inbox-gauges.js';
import type { WatchedEvent, WebhookSettlement, WebhookWatcher } from '../webhooks/webhook-watcher.js';

/** From an answer at once to one that a timeout ended, in seconds. */
const CALL_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Of a span's name for an operation, which clients choose. */
const LONGEST_NAME = 100;
/** From applied at once to found by a reconciliation days later, in seconds. */
const LAG_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400];

/**
 * Counts and traces what operators watch, in the words of Prometheus (https://prometheus.io/docs/practices/naming/). No label says
 * whose anything is.
 */
export class Telemetry implements WebhookWatcher, LiveWatcher {
  readonly #registry = new Registry();
  readonly #deliveries = this.#counter('webhook_deliveries_total', 'Deliveries that were answered 200.', ['result']);
  readonly #refusals = this.#counter('webhook_refusals_total', 'Deliveries that were refused.', ['reason']);
  readonly #attempts = this.#counter('webhook_attempts_total', 'Attempts to process an event, by their end.', [
    'result',
  ]);
  readonly #lag = this.#histogram('webhook_lag_seconds', 'From the occurrence at Stripe to applied.', [], LAG_BUCKETS);
  readonly #stripe = this.#histogram('stripe_call_seconds', 'Calls of Stripe.', ['call', 'result'], CALL_BUCKETS);
  readonly #graphql = this.#histogram('graphql_operation_seconds', 'Operations.', ['type', 'result'], CALL_BUCKETS);

  readonly #liveEvents = this.#counter('live_events_total', 'Results that were sent on streams.', []);
  readonly #liveEnds = this.#counter('live_ended_total', 'Streams that ended, by why.', ['why']);

  #drift: DriftGauges | undefined;
  #inbox: InboxGauges | undefined;

  constructor(private readonly tracer: Tracer) {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** From now on the inbox is looked at whenever the figures are asked for. */
  watchInbox(inbox: WatchedInbox): void {
    this.#inbox = new InboxGauges(this.#registry, inbox);
  }

  delivered({ id, type }: { readonly id: string; readonly type: string }): string | undefined {
    this.tracer.tell({ 'webhook.event.id': id, 'webhook.event.type': type });
    return this.tracer.current();
  }

  /** From now on the open streams are counted whenever the figures are asked for. */
  watchLive({ connections, streams }: WatchedLive): void {
    const gauge = (name: string, help: string, count: () => number) =>
      new Gauge({
        name: `revenue_engine_${name}`,
        help,
        registers: [this.#registry],
        collect() {
          this.set(count());
        },
      });
    gauge('live_connections', 'Streams that are open in this process.', connections);
    gauge('live_change_streams', 'Change streams that are open at MongoDB, of this process.', streams);
  }

  sent(): void {
    this.#liveEvents.inc();
  }

  ended(why: LiveEnd): void {
    this.#liveEnds.inc({ why });
  }

  /** From now on the last comparison with Stripe is looked at whenever the figures are asked for. */
  watchDrift(drift: DriftWatch): void {
    this.#drift = new DriftGauges(this.#registry, drift);
  }

  received(isNew: boolean): void {
    const result = isNew ? 'stored' : 'duplicate';
    this.#deliveries.inc({ result });
    this.tracer.tell({ 'webhook.result': result });
  }

  logged(): void {
    this.tracer.tell({ 'webhook.result': 'logged' });
  }

  refused(reason: string): void {
    this.#refusals.inc({ reason });
    this.tracer.tell({ 'webhook.result': reason });
  }

  processing<T>(events: readonly WatchedEvent[], run: () => Promise<T>): Promise<T> {
    return this.#working('process webhook events', events, run);
  }

  applying<T>(events: readonly WatchedEvent[], run: () => Promise<T>): Promise<T> {
    return this.#working('apply webhook payloads', events, run);
  }

  #working<T>(name: string, events: readonly WatchedEvent[], run: () => Promise<T>): Promise<T> {
    const [event] = events;
    const facts =
      event && events.length === 1
        ? {
            'webhook.event.id': event.event_id,
            'webhook.event.type': event.event_type,
            'webhook.attempt': event.attempts,
          }
        : {
            'webhook.event.id': events.map(({ event_id }) => event_id),
            'webhook.event.type': [...new Set(events.map(({ event_type }) => event_type))],
          };
    const links = events.map(({ traceparent }) => traceparent).filter((each) => typeof each === 'string');
    return this.tracer.run({ name, kind: 'consumer', facts, links }, run);
  }

  settled(settlement: WebhookSettlement, occurredAt: Date): void {
    this.#attempts.inc({ result: settlement });
    this.tracer.tell({ 'webhook.result': settlement });
    if (settlement === 'processed') this.#lag.observe(Math.max(0, (Date.now() - occurredAt.getTime()) / 1000));
  }

  stripeCall({ name, failed, milliseconds, stripeRequestId, statusCode, errorType }: StripeCall): void {
    const result = failed ? 'failed' : 'ok';
    this.#stripe.observe({ call: name, result }, milliseconds / 1000);
    const facts = {
      'stripe.call': name,
      'stripe.result': result,
      'stripe.request_id': stripeRequestId,
      'http.response.status_code': statusCode,
    };
    this.tracer.record({ name: `stripe ${name}`, kind: 'client', facts, milliseconds, failure: errorType });
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
            this.tracer.tell({
              'graphql.operation.type': operation?.operation,
              'graphql.operation.name': operation?.name?.value.slice(0, LONGEST_NAME),
              'graphql.result': labels.result,
            });
          },
        };
      },
    };
  }

  /** GET /metrics, for Prometheus; keep it inside your network. */
  route(): Router {
    const router = Router();
    router.get('/metrics', async (_request: Request, response: Response) => {
      await Promise.all([this.#inbox?.look(), this.#drift?.look()]);
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
