/** Between which moments, by Stripe's own clock, the state that an object shows was read. */
export interface ReadTime {
  readonly from: Date;
  readonly until: Date;
}

/** Stripe's machines agree on the time to within this. */
const CLOCK_SPREAD_MS = 1000;
/** The Date header counts whole seconds. */
const HEADER_STEP_MS = 1000;

const readTimes = new WeakMap<object, ReadTime>();

interface StripeAnswer {
  readonly lastResponse?: { readonly headers?: Readonly<Record<string, string | undefined>> };
  readonly data?: unknown;
}

/**
 * Remembers when an answer of Stripe was read: after the request was made and not after the answer's Date header. An
 * answer that Stripe repeats for an idempotency key is as old as the first one, so nothing is remembered of it.
 *
 * @param elapsedMs how long the request took, with everything that the SDK repeated
 */
export function noteReadTime(answer: unknown, elapsedMs: number): void {
  if (typeof answer !== 'object' || answer === null) return;
  const { lastResponse, data } = answer as StripeAnswer;
  const headers = lastResponse?.headers;
  const answeredAt = Date.parse(headers?.date ?? '');
  if (Number.isNaN(answeredAt) || headers?.['idempotent-replayed'] === 'true') return;
  const time = {
    from: new Date(answeredAt - Math.ceil(elapsedMs) - CLOCK_SPREAD_MS),
    until: new Date(answeredAt + HEADER_STEP_MS + CLOCK_SPREAD_MS),
  };
  readTimes.set(answer, time);
  if (!Array.isArray(data)) return;
  for (const each of data) if (typeof each === 'object' && each !== null) readTimes.set(each, time);
}

/** Null for an object that was not read just so: one of an event, or a part of another object. */
export function readTimeOf(object: object): ReadTime | null {
  return readTimes.get(object) ?? null;
}
