import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanup } from './cleanup.js';
import { until } from './until.js';

/** A span as a collector gets it: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly milliseconds: number;
  /** 2 is an error. */
  readonly status: number;
  readonly service: unknown;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly paths: string[];
  /** All that was sent, as it came. */
  text(): string;
  /** The span once it has come. */
  span(matches: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
}

/** A collector that takes OTLP over HTTP in JSON. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const paths: string[] = [];
  const texts: string[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    paths.push(`${request.method} ${request.url}`);
    texts.push(text);
    spans.push(...spansOf(JSON.parse(text)));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    paths,
    text: () => texts.join('\n'),
    span: (matches) => until(async () => spans.find(matches)),
  };
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface SentSpan extends Omit<ReceivedSpan, 'facts' | 'milliseconds' | 'status' | 'links'> {
  readonly attributes: readonly Attribute[];
  readonly links?: ReceivedSpan['links'];
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status?: { readonly code?: number };
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

function spansOf({ resourceSpans }: Export): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ attributes, startTimeUnixNano, endTimeUnixNano, status, links, ...span }) => ({
        ...span,
        links: links ?? [],
        facts: factsOf(attributes),
        milliseconds: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6,
        status: status?.code ?? 0,
        service: factsOf(resource.attributes)['service.name'],
      })),
  );
}

/** In JSON a value stands under the name of its type; integers may be text. */
function factsOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const [[type, content] = []] = Object.entries(value);
      return [key, type === 'intValue' ? Number(content) : content];
    }),
  );
}
