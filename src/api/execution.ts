import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  defaultFieldResolver,
  execute,
} from 'graphql';
import type { RequestContext } from '../terms/request-context.js';
import { CompiledOperations, asFromGraphqlJs } from './compiled-operations.js';

type Executing = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Executing['load']>>['executor']>;
type ExecutorRequest = Parameters<Executor>[0];

export interface ExecutionOptions {
  readonly timeoutMs: number;
  /** Whether errors may name what the schema has instead of what was asked for. */
  readonly showsSuggestions: boolean;
}

/**
 * Executes operations within a time limit, compiled where they come again. Apollo takes an executor of one's own in the
 * place of its gateway.
 */
export function timedExecution(schema: GraphQLSchema, options: ExecutionOptions): Executing {
  stopRootFieldsWhenAborted(schema);
  const compiled = new CompiledOperations(schema);
  const interpreted = ({ document, context, request }: ExecutorRequest) =>
    execute({
      schema,
      document,
      contextValue: context,
      variableValues: request.variables ?? {},
      operationName: request.operationName,
      hideSuggestions: !options.showsSuggestions,
    });
  const executed = async (given: ExecutorRequest): Promise<ExecutionResult> => {
    const { document, operation, context, request, queryHash } = given;
    const run = operation && compiled.find({ document, operation, documentHash: queryHash });
    if (!run) return interpreted(given);
    const result = await run(undefined, context, request.variables ?? {});
    // Nothing ran: the variables do not fit. graphql-js says why in words that clients know.
    return result.data === undefined ? interpreted(given) : asFromGraphqlJs(result);
  };
  const executor: Executor = async (given) => {
    if (given.operation?.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [notOneAnswer()] };
    const { abort } = given.context as unknown as RequestContext;
    return withinTime(executed(given), options.timeoutMs, abort);
  };
  return {
    onSchemaLoadOrUpdate: (update) => {
      update({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({ executor }),
    stop: async () => undefined,
  };
}

/** Answers when the time is up. What runs on meanwhile begins nothing new. */
async function withinTime(
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

function notOneAnswer(): GraphQLError {
  return new GraphQLError('A subscription has more than one answer, and this request can have one only', {
    extensions: { code: 'SUBSCRIPTION_NOT_SUPPORTED', http: { status: 400 } },
  });
}

/** The mutations of one operation run one after another: those whose turn comes after the timeout must not begin. */
function stopRootFieldsWhenAborted(schema: GraphQLSchema): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context: RequestContext, info) => {
        context.abort.signal.throwIfAborted();
        return resolve(source, args, context, info);
      };
    }
  }
}
