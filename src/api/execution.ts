import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { GraphQLError, type GraphQLSchema, OperationTypeNode, defaultFieldResolver, execute } from 'graphql';
import type { RequestContext } from '../terms/request-context.js';
import { openSubscription } from './subscription-execution.js';
import { withinTime } from './time-limit.js';

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
    const { abort, live } = context as unknown as RequestContext;
    const args = {
      schema,
      document,
      contextValue: context,
      variableValues: request.variables ?? {},
      operationName: request.operationName,
      hideSuggestions: !options.showsSuggestions,
    };
    if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
      if (live) return withinTime(openSubscription(args, live, options.timeoutMs), options.timeoutMs, abort);
      return { errors: [notOneAnswer()] };
    }
    if (live?.mayOnlySubscribe && operation?.operation === OperationTypeNode.MUTATION) return { errors: [byGet()] };
    const result = execute(args);
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
