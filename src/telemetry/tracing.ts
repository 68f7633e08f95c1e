import type { Logger } from 'pino';
import type { Tracer } from '../terms/tracer.js';

export interface TracingSettings {
  /** Where a collector takes OTLP over HTTP; absent: nothing is traced. */
  readonly endpoint: string | undefined;
  readonly serviceName: string;
  readonly sampler: TraceSampler;
  /** The share of traces that a ratio sampler keeps, from 0 to 1. */
  readonly sampledShare: number;
  /** How long spans wait for others to be sent together. */
  readonly sendEveryMs: number;
}

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration */
export type TraceSampler =
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio';

/** Undefined when no endpoint is set; then nothing of OpenTelemetry is even loaded, for it would slow every start. */
export async function openTracer(settings: TracingSettings, logger: Logger): Promise<Tracer | undefined> {
  const { endpoint } = settings;
  if (endpoint === undefined) return undefined;
  const { OtlpTracer } = await import('./otlp-tracer.js');
  return new OtlpTracer({ ...settings, endpoint }, logger);
}
