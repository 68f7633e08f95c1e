import { type ExecutionResult, GraphQLError } from 'graphql';

/** Answers when the time is up. What runs on meanwhile begins nothing new. */
export async function withinTime(
  result: Promise<ExecutionResult>,
  timeoutMs: number,
  abort: AbortController,
): Promise<ExecutionResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<ExecutionResult>((resolve) => {
    timer = setTimeout(() => {
      const error = timedOut(timeoutMs);
      abort.abort(error);
      resolve({ errors: [error] });
    }, timeoutMs);
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(timeoutMs: number): GraphQLError {
  return new GraphQLError(
    `The operation took longer than ${timeoutMs} ms (GRAPHQL_TIMEOUT_MS). A mutation may have had its effect: ` +
      'ask again with the same idempotencyKey, or read what is there',
    {
      extensions: {
        code: 'TIMEOUT',
        limit: { setting: 'GRAPHQL_TIMEOUT_MS', maximum: timeoutMs },
        http: { status: 504 },
      },
    },
  );
}
