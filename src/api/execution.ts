import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  defaultFieldResolver,
  execute,
} from 'graphql';
import type { RequestContext } from '../terms/request-context.js';
import { CompiledOperations, asFromGraphqlJs } from './compiled-operations.js';
import { openSubscription } from './subscription-execution.js';
import { withinTime } from './time-limit.js';

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
  const argumentsOf = ({ document, context, request }: ExecutorRequest): ExecutionArgs => ({
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
    if (!run) return execute(argumentsOf(given));
    const result = await run(undefined, context, request.variables ?? {});
    // Nothing ran: the variables do not fit. graphql-js says why in words that clients know.
    return result.data === undefined ? execute(argumentsOf(given)) : asFromGraphqlJs(result);
  };
  const executor: Executor = async (given) => {
    const { abort, live } = given.context as unknown as RequestContext;
    const type = given.operation?.operation;
    if (type === OperationTypeNode.SUBSCRIPTION) {
      if (!live) return { errors: [notOneAnswer()] };
      return withinTime(openSubscription(argumentsOf(given), live, options.timeoutMs), options.timeoutMs, abort);
    }
    if (live?.mayOnlySubscribe && type === OperationTypeNode.MUTATION) return { errors: [byGet()] };
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

function byGet(): GraphQLError {
  return new GraphQLError('A mutation is sent by POST', { extensions: { code: 'BAD_REQUEST', http: { status: 405 } } });
}

function notOneAnswer(): GraphQLError {
  return new GraphQLError('A subscription has more than one answer: send it with `accept: text/event-stream`', {
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
