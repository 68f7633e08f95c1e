/** What a span says. Ids, names and results only: never personal data, secrets, or what a client sent. */
export type SpanFacts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface SpanStart {
  /** One of few, for spans are grouped by it: what is special stands in the facts. */
  readonly name: string;
  readonly kind: 'server' | 'client' | 'consumer';
  readonly facts: SpanFacts;
}

export interface RunningSpan extends SpanStart {
  /** The span of another process that this one belongs under, as a W3C traceparent. */
  readonly parent?: string | undefined;
  /** Spans that led to this one, as W3C traceparents; it begins a trace of its own. */
  readonly links?: readonly string[];
}

export interface PastSpan extends SpanStart {
  /** It has just ended, and took so long. */
  readonly milliseconds: number;
  /** A class or code of what went wrong; absent when nothing did. */
  readonly failure?: string | undefined;
  /** Whether it says nothing by itself, and is left out where no other span surrounds it. */
  readonly isDetail?: boolean;
}

/** Tells of what the engine does as spans of a trace. https://opentelemetry.io/docs/concepts/signals/traces/ */
export interface Tracer {
  /** Runs work in a span; spans that begin meanwhile, and because of it, are below it. */
  run<T>(span: RunningSpan, work: () => Promise<T>): Promise<T>;
  /** A span that is over already, below the one that surrounds the caller. */
  record(span: PastSpan): void;
  /** Adds to the span that surrounds the caller. */
  tell(facts: SpanFacts): void;
  /** What happened now, within the span that surrounds the caller. */
  note(name: string, facts: SpanFacts): void;
  /** The span that surrounds the caller, as a W3C traceparent: https://www.w3.org/TR/trace-context/#traceparent-header */
  current(): string | undefined;
  /** Sends what has not been sent yet. */
  close(): Promise<void>;
}

/** Of an engine that traces nothing. */
export const NO_TRACES: Tracer = {
  run: (_span, work) => work(),
  record: () => undefined,
  tell: () => undefined,
  note: () => undefined,
  current: () => undefined,
  close: async () => undefined,
};
