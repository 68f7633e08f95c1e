import type { ApolloServerPlugin } from '@apollo/server';
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../terms/request-context.js';
import { type QueryLimits, costRules } from './query-limits.js';

/** Page sizes by which an operation is known to be affordable; an operation has few. */
const KEPT_SIZES = 20;
/** What is longer is no page size. */
const LONGEST_SIZE = 20;

type Variables = Readonly<Record<string, unknown>>;

/**
 * Refuses operations that cost too much. It runs when the variables are known: a page size that hides in a variable or
 * in the schema's default costs what the same number in the text costs.
 */
export function costLimit(limits: QueryLimits): ApolloServerPlugin<RequestContext> {
  const rules = costRules(limits);
  const affordable = new WeakMap<OperationDefinitionNode, LRUCache<string, true>>();
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (operation === undefined) return;
        const variables = request.variables ?? {};
        const sizes = sizesIn(operation, variables);
        if (affordable.get(operation)?.has(sizes)) return;
        const [error] = validate(schema, withPageSizes(schema, document, operation, variables), rules);
        if (error) throw error;
        const kept = affordable.get(operation) ?? new LRUCache({ max: KEPT_SIZES });
        affordable.set(operation, kept.set(sizes, true));
      },
    }),
  };
}

/** The values of the variables that can be a page size: with the same ones, the operation costs the same. */
function sizesIn({ variableDefinitions = [] }: OperationDefinitionNode, variables: Variables): string {
  const values = variableDefinitions.map(({ variable, type }) => {
    const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    const isNumber = named.kind === Kind.NAMED_TYPE && named.name.value === 'Int';
    return isNumber ? String(variables[variable.name.value]).slice(0, LONGEST_SIZE) : '';
  });
  return values.join();
}

/** The operation with each page size written as a number, where fields of a page are asked for. */
function withPageSizes(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): DocumentNode {
  const info = new TypeInfo(schema);
  const asked: DocumentNode = {
    ...document,
    definitions: document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION || definition === operation,
    ),
  };
  return visit(
    asked,
    visitWithTypeInfo(info, {
      enter: (node) => {
        if (node.kind !== Kind.FIELD) return undefined;
        const size = pageSize(node, info.getFieldDef(), operation, variables);
        if (size === undefined) return undefined;
        // The rule reads the first of the arguments only.
        return { ...node, arguments: [size, ...(node.arguments ?? []).filter((each) => each.name.value !== 'first')] };
      },
    }),
  );
}

function pageSize(
  { arguments: given, selectionSet }: FieldNode,
  field: GraphQLField<unknown, unknown> | null | undefined,
  operation: OperationDefinitionNode,
  variables: Variables,
): ArgumentNode | undefined {
  if (!selectionSet) return undefined;
  // A list without pages says by itself as how many rows it counts.
  const counted = field?.extensions.countedRows;
  if (typeof counted === 'number') return ofRows(counted);
  const declared = field?.args.find(({ name }) => name === 'first');
  if (!declared) return undefined;
  const value = given?.find(({ name }) => name.value === 'first')?.value;
  return ofRows((value ? rowsOf(value, operation, variables) : undefined) ?? declared.defaultValue);
}

function ofRows(rows: unknown): ArgumentNode {
  return {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'first' },
    value: { kind: Kind.INT, value: String(rows ?? 1) },
  };
}

function rowsOf(value: ValueNode, operation: OperationDefinitionNode, variables: Variables): unknown {
  if (value.kind === Kind.INT) return value.value;
  if (value.kind !== Kind.VARIABLE) return undefined;
  const name = value.name.value;
  if (variables[name] !== undefined) return variables[name];
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return definition?.defaultValue?.kind === Kind.INT ? definition.defaultValue.value : undefined;
}
