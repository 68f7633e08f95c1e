import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import qs from 'qs';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import { isJsonObject, type JsonObject } from '../state/wire.js';
import { type Api, type ApiAnswer, failureAnswer } from './api.js';
import { invalidRequest } from './failures.js';
import { StripeFailure } from './stripe-failure.js';

/** A request as it came, for whoever wants to send it elsewhere too. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  /** The form as it was sent. */
  readonly body: string;
  readonly status: number;
}

export interface AppParts {
  readonly api: Api;
  readonly apiVersion: string;
  readonly log: (line: string, fields?: object) => void;
  /** What the Date header of answers goes by, as the times of events do. */
  readonly clock: Clock;
  /** Told of each request to the API and of the status of its answer. */
  readonly onRequest: (request: RecordedRequest) => void;
  /** Pages beside the API, such as the hosted Checkout page, each under its own path. */
  readonly pages: (app: Express) => void;
}

/** Stripe's limits on nesting are not documented; these read everything that the SDK sends. */
const FORM = { depth: 10, arrayLimit: 200, parameterLimit: 10_000 };

/** The web edge: reads forms, calls the API, and answers JSON whatever happens. */
export function createApp({ api, apiVersion, clock, log, onRequest, pages }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', (text: string) => qs.parse(text, FORM));
  pages(app);
  app.use(express.text({ type: () => true, limit: '4mb' }));
  app.use(async (request: Request, response: Response) => {
    const started = performance.now();
    const id = newId('req', 14);
    const answer = await api.answer({
      id,
      method: request.method,
      url: request.path,
      params: paramsOf(request),
      authorization: request.get('authorization'),
      idempotencyKey: request.get('idempotency-key'),
    });
    response.set('date', new Date(clock.milliseconds()).toUTCString());
    send(response, answer, id, request.get('stripe-version') ?? apiVersion, request.get('idempotency-key'));
    const body = typeof request.body === 'string' ? request.body : '';
    onRequest({ method: request.method, url: request.originalUrl, body, status: answer.status });
    log(`${request.method} ${request.path} ${answer.status}`, {
      requestId: id,
      milliseconds: Math.round(performance.now() - started),
    });
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    send(response, failureAnswer(readingFailure(error)), newId('req', 14), apiVersion, undefined);
  });
  return app;
}

function paramsOf(request: Request): JsonObject {
  if (request.method === 'GET' || request.method === 'DELETE') {
    const query: unknown = request.query;
    const inBody = typeof request.body === 'string' ? qs.parse(request.body, FORM) : {};
    return isJsonObject(query) ? { ...query, ...inBody } : inBody;
  }
  return typeof request.body === 'string' ? qs.parse(request.body, FORM) : {};
}

function send(
  response: Response,
  answer: ApiAnswer,
  requestId: string,
  version: string,
  key: string | undefined,
): void {
  response.status(answer.status).set({ 'request-id': requestId, 'stripe-version': version });
  if (key !== undefined) response.set('idempotency-key', key);
  if (answer.originalRequest !== undefined) {
    response.set({ 'idempotent-replayed': 'true', 'original-request': answer.originalRequest });
  }
  if (answer.status === 401) response.set('www-authenticate', 'Basic realm="Stripe"');
  // A conflict over one key ends by itself, so the SDK may try again; a refusal stays one.
  if (answer.status >= 400) response.set('stripe-should-retry', String(answer.status === 409 || answer.status >= 500));
  response.type('application/json').send(JSON.stringify(answer.body, null, 2));
}

/** Express refuses bodies that are too large or cannot be decoded before any route sees them. */
function readingFailure(error: unknown): StripeFailure {
  const status = isJsonObject(error) && typeof error.status === 'number' ? error.status : 500;
  const message = error instanceof Error ? error.message : 'The request could not be read.';
  if (status < 500) return new StripeFailure(status, invalidRequest(`Invalid request: ${message}.`).body);
  return new StripeFailure(500, { type: 'api_error', message: 'An unknown error occurred in the sandbox.' });
}
