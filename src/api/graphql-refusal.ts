import type { ErrorRequestHandler, Response } from 'express';
import type { GraphQLErrorExtensions } from 'graphql';
import { answerType } from './media-type.js';

/** A request that is answered before GraphQL sees it. */
export class GraphqlRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly extensions: GraphQLErrorExtensions & { readonly code: string },
  ) {
    super(message);
    this.name = 'GraphqlRefusal';
  }
}

const UNEXPECTED = new GraphqlRefusal(500, 'Internal server error', { code: 'INTERNAL_SERVER_ERROR' });

/** Answers refusals, bodies that the parser refuses, and what is unexpected, masked, in the shape of GraphQL. */
export function answerRefusals(bodyLimitBytes: number): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = error instanceof GraphqlRefusal ? error : bodyRefusal(error, bodyLimitBytes);
    if (refusal === undefined) {
      // No operation has begun that could report it: the log of the request does.
      response.err = error instanceof Error ? error : new Error(String(error));
    }
    answer(response, answerType(request), refusal ?? UNEXPECTED);
  };
}

function answer(response: Response, type: string, { status, message, extensions }: GraphqlRefusal): void {
  response
    .status(status)
    .type(`${type}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message, extensions }] }));
}

/** What body-parser says: https://github.com/expressjs/body-parser#errors */
function bodyRefusal(error: unknown, bodyLimitBytes: number): GraphqlRefusal | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status } = error;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  if (status === 413) {
    return new GraphqlRefusal(413, `The body has more than ${bodyLimitBytes} bytes (GRAPHQL_BODY_LIMIT_BYTES)`, {
      code: 'BODY_TOO_LARGE',
      limit: { setting: 'GRAPHQL_BODY_LIMIT_BYTES', maximum: bodyLimitBytes },
    });
  }
  return new GraphqlRefusal(status, 'The body could not be read as JSON', { code: 'BAD_REQUEST' });
}
