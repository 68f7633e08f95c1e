import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import type { Request, RequestHandler, Response } from 'express';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { type RequestParams, createHandler } from 'graphql-sse';
import { LiveRequest } from '../terms/live-request.js';
import type { LiveSources } from '../terms/live-source.js';
import type { LiveWatcher } from '../terms/live-watcher.js';
import { type RequestContext, requestContext } from '../terms/request-context.js';
import type { Viewer } from '../terms/viewer.js';
import { EventStream } from './event-stream.js';
import { type LiveConnection, LiveConnections, type LiveLimits } from './live-connections.js';
import { type LiveResult, LiveResults } from './live-results.js';
import { EVENT_STREAM } from './media-type.js';

export interface LiveUpdatesParts {
  readonly server: ApolloServer<RequestContext>;
  readonly sources: LiveSources;
  readonly limits: LiveLimits;
  readonly watcher: LiveWatcher;
  /** The words in which an error leaves the server. */
  readonly inWords: (error: unknown, requestId: string) => GraphQLFormattedError;
}

/** What one request is about. */
interface Serving {
  readonly request: Request;
  readonly viewer: Viewer;
  readonly connection: LiveConnection;
  readonly events: EventStream;
  results: LiveResults | undefined;
}

/** How long a client that is told why its stream ends may take to read it. */
const LAST_WORDS_MS = 5000;

/**
 * Answers GraphQL as server-sent events, one connection for each operation. Apollo checks the operation as it checks
 * every other, and its executor opens the stream.
 * Source: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export class LiveUpdates {
  readonly #connections: LiveConnections;
  readonly #handle;

  constructor(private readonly parts: LiveUpdatesParts) {
    this.#connections = new LiveConnections(parts.limits, parts.watcher);
    this.#handle = createHandler<Request, Serving>({
      // Null: no streams that several operations share, which would have to be remembered between requests.
      authenticate: () => null,
      onSubscribe: async ({ context }, params) => {
        context.results = await this.#begin(context, params);
        // Its errors are formatted already, which the library does not care about.
        return context.results as unknown as AsyncGenerator<ExecutionResult>;
      },
      onNext: async (_context, { context: { events } }, { extensions }) => {
        await events.sent;
        events.at(typeof extensions?.position === 'string' ? extensions.position : undefined);
        this.parts.watcher.sent();
      },
    });
  }

  /** How many streams are open. */
  get connections(): number {
    return this.#connections.count;
  }

  /** Ends all streams, and begins no other. */
  drain(): void {
    this.#connections.drain();
  }

  /** For requests that accept a stream; others go on. */
  handler(viewerOf: (response: Response) => Viewer): RequestHandler {
    return async (request, response, next) => {
      if (request.headers.accept !== EVENT_STREAM) return next();
      const viewer = viewerOf(response);
      const connection = this.#connections.enter(viewer);
      const events = new EventStream(response);
      const serving: Serving = { request, viewer, connection, events, results: undefined };
      response.once('close', () => connection.leave('left'));
      return this.#serve(serving, response);
    };
  }

  async #serve(serving: Serving, response: Response): Promise<void> {
    const { request, connection, events } = serving;
    const [body, { status, headers = {} }] = await this.#handle({
      method: request.method,
      url: request.url,
      headers: { get: (name) => request.get(name) ?? null },
      body: request.body ?? null,
      raw: request,
      context: serving,
    });
    if (body === null || typeof body === 'string') {
      response.status(status).set(headers).end(body);
      return;
    }
    const cut = () => {
      // Without `complete`: to the client it is a connection that broke, so it connects again, to another process.
      response.end();
      void body.return(undefined);
    };
    if (connection.isOver) return cut();
    connection.onDrain = cut;
    response.once('close', () => void body.return(undefined));
    serving.results?.onEnd((why) => {
      connection.leave(why);
      // Whoever does not read even that is let go.
      setTimeout(() => response.destroy(), LAST_WORDS_MS).unref();
    });
    events.begin(headers, serving.results?.position);
    for await (const text of body) await events.send(text);
    connection.leave('finished');
    response.end();
  }

  async #begin(serving: Serving, { query, operationName, variables, extensions }: RequestParams): Promise<LiveResults> {
    const { request, viewer, connection } = serving;
    const live = new LiveRequest(this.parts.sources, request.method === 'GET', request.get('last-event-id'));
    const requestId = String(request.id ?? randomUUID());
    const contextValue = requestContext(requestId, viewer, live);
    connection.onLeave = () => contextValue.abort.abort();
    const { body } = await this.parts.server.executeOperation(
      {
        query,
        ...(operationName ? { operationName } : {}),
        ...(variables ? { variables } : {}),
        ...(extensions ? { extensions } : {}),
      },
      { contextValue },
    );
    if (body.kind !== 'single') throw new Error('Nothing here is answered in parts');
    const results = new LiveResults(body.singleResult as LiveResult, live.opened, {
      expiresAt: viewer.expiresAt,
      inWords: (error) => this.parts.inWords(error, requestId),
    });
    if (connection.isOver) await results.return();
    connection.onLeave = () => void results.return();
    return results;
  }
}
