import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  DiagLogLevel,
  diag,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer as OpenTelemetryTracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { PastSpan, RunningSpan, SpanFacts, SpanStart, Tracer } from '../terms/tracer.js';
import type { TracingSettings } from './tracing.js';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;
/** How long the end of the process waits for a collector that does not answer. */
const LONGEST_CLOSE_MS = 3_000;

/** Sends spans by OTLP over HTTP, in JSON. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export class OtlpTracer implements Tracer {
  readonly #surrounding = new AsyncLocalStorage<Context>();
  readonly #provider: TracerProvider;
  readonly #tracer: OpenTelemetryTracer;

  constructor(settings: TracingSettings & { readonly endpoint: string }, logger: Logger) {
    diag.setLogger(diagnosticsTo(logger), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    // The exporter takes headers, timeout, compression and certificates from the standard variables itself.
    const exporter = new OTLPTraceExporter({ url: `${settings.endpoint.replace(/\/+$/, '')}/v1/traces` });
    this.#provider = new TracerProvider({
      resource: defaultResource()
        .merge(detectResources({ detectors: [resourceAttributesEnvDetector] }))
        .merge(resourceFromAttributes({ 'service.name': settings.serviceName })),
      sampler: samplerOf(settings),
      spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: settings.sendEveryMs })],
    });
    this.#tracer = this.#provider.getTracer('revenue-engine');
  }

  async run<T>(start: RunningSpan, work: () => Promise<T>): Promise<T> {
    const links = (start.links ?? []).map(toSpanContext).filter((context) => context !== undefined);
    const span = this.#start(start, this.#contextFor(start), { links: links.map((context): Link => ({ context })) });
    try {
      return await this.#surrounding.run(trace.setSpan(ROOT_CONTEXT, span), work);
    } catch (error) {
      // The class only: messages may quote what a client sent.
      fail(span, error instanceof Error ? error.constructor.name : typeof error);
      throw error;
    } finally {
      span.end();
    }
  }

  record(start: PastSpan): void {
    const surrounding = this.#surrounding.getStore();
    // A worker that a delivery woke runs on in its context: what it does later is no part of the delivery.
    if (start.isDetail && !this.#span()?.isRecording()) return;
    const span = this.#start(start, surrounding ?? ROOT_CONTEXT, { startTime: Date.now() - start.milliseconds });
    if (start.failure !== undefined) fail(span, start.failure);
    span.end();
  }

  tell(facts: SpanFacts): void {
    this.#span()?.setAttributes(toAttributes(facts));
  }

  note(name: string, facts: SpanFacts): void {
    this.#span()?.addEvent(name, toAttributes(facts));
  }

  current(): string | undefined {
    const context = this.#span()?.spanContext();
    if (!context) return undefined;
    return `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, '0')}`;
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_CLOSE_MS);
    });
    await Promise.race([this.#provider.shutdown(), patience]);
    clearTimeout(timer);
  }

  #span(): Span | undefined {
    return trace.getSpan(this.#surrounding.getStore() ?? ROOT_CONTEXT);
  }

  #contextFor({ parent, links }: RunningSpan): Context {
    const remote = parent === undefined ? undefined : toSpanContext(parent);
    if (remote) return trace.setSpanContext(ROOT_CONTEXT, remote);
    return links ? ROOT_CONTEXT : (this.#surrounding.getStore() ?? ROOT_CONTEXT);
  }

  #start({ name, kind, facts }: SpanStart, context: Context, more: { links?: Link[]; startTime?: number }): Span {
    return this.#tracer.startSpan(name, { kind: KINDS[kind], attributes: toAttributes(facts), ...more }, context);
  }
}

function fail(span: Span, failure: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
  span.setAttribute('error.type', failure);
}

function toAttributes(facts: SpanFacts): Attributes {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]));
}

/** Undefined for what is no traceparent. */
function toSpanContext(traceparent: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function samplerOf({ sampler, sampledShare }: TracingSettings): Sampler {
  const [base, isParentBased] = sampler.startsWith('parentbased_') ? [sampler.slice(12), true] : [sampler, false];
  const root =
    base === 'always_on'
      ? new AlwaysOnSampler()
      : base === 'always_off'
        ? new AlwaysOffSampler()
        : new TraceIdRatioBasedSampler(sampledShare);
  return isParentBased ? new ParentBasedSampler({ root }) : root;
}

/** Says in the engine's log what keeps spans from being sent. */
function diagnosticsTo(logger: Logger) {
  const warn = (message: string) => logger.warn({ reason: message }, 'traces');
  return { error: warn, warn, info: () => undefined, debug: () => undefined, verbose: () => undefined };
}
