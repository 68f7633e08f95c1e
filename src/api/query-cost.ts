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
import type { RequestContext } from '../terms/request-context.js';
import { type QueryLimits, costRules } from './query-limits.js';

type Variables = Readonly<Record<string, unknown>>;

/**
 * Refuses operations that cost too much. It runs when the variables are known: a page size that hides in a variable or
 * in the schema's default costs what the same number in the text costs.
 */
export function costLimit(limits: QueryLimits): ApolloServerPlugin<RequestContext> {
  const rules = costRules(limits);
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (operation === undefined) return;
        const sized = withPageSizes(schema, document, operation, request.variables ?? {});
        const [error] = validate(schema, sized, rules);
        if (error) throw error;
      },
    }),
  };
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
