import type { EventLog } from '../events/event-log.js';
import type { Store } from '../state/store.js';
import type { JsonObject } from '../state/wire.js';
import { apiKeyOf } from './authentication.js';
import { type Expansions, expanded } from './expand.js';
import { unrecognizedUrl } from './failures.js';
import { type Idempotency, isStoredAnswer, type KeyHold } from './idempotency.js';
import { KeptFailure } from './kept-failure.js';
import type { ValidateRequest } from './request-validator.js';
import type { Call } from './route.js';
import type { RouteMatch, RouteTable } from './route-table.js';
import { StripeFailure } from './stripe-failure.js';

/** A request, free of the web framework. `params` are the query of a GET and the form of a POST, parsed by qs. */
export interface ApiRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly params: JsonObject;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: JsonObject;
  /** Where it repeats an earlier answer: the id of that request. */
  readonly originalRequest?: string;
  /** The route's path with braces, for the log. */
  readonly route?: string;
}

/** Runs a request in the time of whom it is about, by the ids in its path and its parameters. */
export interface RequestTime {
  within<R>(path: readonly string[], params: JsonObject, isChange: boolean, work: () => R): R;
}

export interface ApiParts {
  readonly routes: RouteTable;
  readonly expansions: Expansions;
  readonly validate: ValidateRequest;
  readonly idempotency: Idempotency;
  readonly store: Store;
  readonly events: EventLog;
  readonly time: RequestTime;
  /** Runs before a request is carried out, while it holds its idempotency key; what it throws fails the request. */
  readonly disturb: (method: string, path: string) => Promise<void>;
  readonly logUnexpected: (error: unknown, requestId: string) => void;
}

const PARAMETER_CODES = /^parameter_/;

/** The way of each request: authentication, route, validation, idempotency, handler, expand. */
export class Api {
  constructor(private readonly parts: ApiParts) {}

  async answer(request: ApiRequest): Promise<ApiAnswer> {
    try {
      const apiKey = apiKeyOf(request.authorization);
      const match = this.parts.routes.find(request.method, request.url);
      if (match === undefined) throw unrecognizedUrl(request.method, request.url);
      const params = this.#validated(match, request.params);
      return { ...(await this.#held(request, match, params, apiKey)), route: match.route.path };
    } catch (error) {
      return this.#failed(error, request.id);
    }
  }

  #validated({ route }: RouteMatch, params: JsonObject): JsonObject {
    if (!route.specified) return params;
    const verdict = this.parts.validate(route.method, route.path, params);
    if (!verdict.ok) throw new StripeFailure(400, verdict.error);
    return verdict.params;
  }

  async #held(request: ApiRequest, match: RouteMatch, params: JsonObject, apiKey: string): Promise<ApiAnswer> {
    const key = request.method === 'POST' ? request.idempotencyKey : undefined;
    const begun = key === undefined ? undefined : this.parts.idempotency.begin(key, request.url, params);
    if (begun !== undefined && isStoredAnswer(begun)) {
      return { status: begun.status, body: begun.body, originalRequest: begun.requestId };
    }
    try {
      await this.parts.disturb(match.route.method, match.route.path);
      return this.#carriedOut(request, match, params, apiKey, begun);
    } catch (error) {
      const answer = this.#failed(error, request.id);
      // A refusal of the parameters or by a limit is no execution: the request may come again with the same key.
      const isVerdict =
        error instanceof StripeFailure && (error.status === 429 || PARAMETER_CODES.test(error.body.code ?? ''));
      if (!isVerdict) this.parts.store.transaction(() => begun?.finish(answer.status, answer.body, request.id));
      return answer;
    } finally {
      begun?.release();
    }
  }

  /** The state change, its events and the kept answer are one transaction. */
  #carriedOut(
    request: ApiRequest,
    match: RouteMatch,
    params: JsonObject,
    apiKey: string,
    hold: KeyHold | undefined,
  ): ApiAnswer {
    const cause = { id: request.id, idempotency_key: request.idempotencyKey ?? null };
    const call = { path: match.path, url: request.url, apiKey, cause };
    return this.parts.store.transaction(() => {
      const answer = this.#outcome(match, params, call);
      hold?.finish(answer.status, answer.body, request.id);
      return answer;
    });
  }

  #outcome({ route }: RouteMatch, params: JsonObject, call: Call): ApiAnswer {
    try {
      const { events, time } = this.parts;
      const outcome = events.causedBy(call.cause, () =>
        time.within(Object.values(call.path), params, route.method !== 'GET', () => route.handle(params, call)),
      );
      return { status: 200, body: expanded(outcome, params.expand, this.parts.expansions) };
    } catch (error) {
      if (error instanceof KeptFailure) return failureAnswer(error);
      throw error;
    }
  }

  #failed(error: unknown, requestId: string): ApiAnswer {
    if (error instanceof StripeFailure) return failureAnswer(error);
    this.parts.logUnexpected(error, requestId);
    return failureAnswer(
      new StripeFailure(500, {
        type: 'api_error',
        message: `An unknown error occurred in the sandbox; its log says more under the request id ${requestId}.`,
      }),
    );
  }
}

/** Stripe's body for a failure, with the page that explains its code. */
export function failureAnswer({ status, body }: StripeFailure): ApiAnswer {
  const page =
    body.code === undefined ? {} : { doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}` };
  return { status, body: { error: { ...page, ...body } } };
}
