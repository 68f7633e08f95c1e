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

type Executing = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Executing['load']>>['executor']>;

export interface ExecutionOptions {
  readonly timeoutMs: number;
  /** Whether errors may name what the schema has instead of what was asked for. */
  readonly showsSuggestions: boolean;
}

/** Executes operations within a time limit. Apollo takes an executor of one's own in the place of its gateway. */
export function timedExecution(schema: GraphQLSchema, options: ExecutionOptions): Executing {
  stopRootFieldsWhenAborted(schema);
  const executor: Executor = async ({ document, context, request, operation }) => {
    if (operation?.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [notOneAnswer()] };
    const { abort } = context as unknown as RequestContext;
    const result = execute({
      schema,
      document,
      contextValue: context,
      variableValues: request.variables ?? {},
      operationName: request.operationName,
      hideSuggestions: !options.showsSuggestions,
    });
    return 'then' in result ? withinTime(result, options.timeoutMs, abort) : result;
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
