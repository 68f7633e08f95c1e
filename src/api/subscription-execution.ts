import { type ExecutionArgs, type ExecutionResult, createSourceEventStream, execute } from 'graphql';
import type { LiveRequest } from '../terms/live-request.js';
import type { LiveStream } from '../terms/live-source.js';
import { type RequestContext, requestContext } from '../terms/request-context.js';
import { withinTime } from './time-limit.js';

/**
 * Opens the stream of a subscription, and leaves it in the request; the answer itself has nothing but errors. Each change
 * is answered with batches of its own, for what was loaded for an earlier one is old.
 */
export async function openSubscription(
  args: ExecutionArgs,
  live: LiveRequest,
  timeoutMs: number,
): Promise<ExecutionResult> {
  const { requestId, viewer, abort } = args.contextValue as RequestContext;
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const stream = source as LiveStream;
  if (abort.signal.aborted) await stream.return();
  live.opened = {
    stream,
    answer: async (value) => {
      const contextValue = requestContext(requestId, viewer);
      const result = execute({ ...args, rootValue: value, contextValue });
      return 'then' in result ? withinTime(result, timeoutMs, contextValue.abort) : result;
    },
  };
  return { data: null };
}
