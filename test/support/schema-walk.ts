import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

export type DeclaredRole = 'public' | 'member' | 'admin';

/** One root field of the schema, as the walks take it. */
export interface RootField {
  readonly kind: 'query' | 'mutation';
  readonly name: string;
  /** What its description ends with; undefined where nobody said. */
  readonly role: DeclaredRole | undefined;
  readonly field: GraphQLField<unknown, unknown>;
}

/** A place in the arguments, such as `input.sessionId`. */
export interface ArgumentPath {
  readonly path: readonly string[];
  readonly typeName: string;
}

/** Every query and mutation. */
export function rootFields(schema: GraphQLSchema): RootField[] {
  const of = (kind: 'query' | 'mutation', type: ReturnType<GraphQLSchema['getQueryType']>) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      kind,
      name: field.name,
      role: roleOf(field.description),
      field,
    }));
  return [...of('query', schema.getQueryType()), ...of('mutation', schema.getMutationType())];
}

function roleOf(description: string | null | undefined): DeclaredRole | undefined {
  return /\[(public|member|admin)\]/.exec(description ?? '')?.[1] as DeclaredRole | undefined;
}

/** Every leaf of the arguments, through input objects and lists. */
export function argumentPaths({ field }: RootField): ArgumentPath[] {
  return field.args.flatMap((argument) => leaves(argument.type, [argument.name]));
}

function leaves(type: GraphQLInputType, path: readonly string[]): ArgumentPath[] {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [{ path, typeName: named.name }];
  return Object.values(named.getFields()).flatMap((field) => leaves(field.type, [...path, field.name]));
}

/** What stands in a required argument that the walk does not care about, by the type's name. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  ID: 'sample',
  String: 'sample',
  Int: 1,
  Float: 1,
  Boolean: false,
  SafeInt: 100,
  Currency: 'USD',
  URL: 'https://example.com/',
  EmailAddress: 'sample@example.com',
  JSONObject: {},
  DateTimeISO: '2026-01-01T00:00:00.000Z',
};

/** Arguments that hold `value` at `path`, and samples wherever else something is required. */
export function argumentsWith({ field }: RootField, path: readonly string[], value: unknown): Record<string, unknown> {
  return objectWith(field.args, path, value);
}

function objectWith(
  fields: readonly (GraphQLArgument | GraphQLInputField)[],
  [head, ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const entries = fields.flatMap((field): [string, unknown][] => {
    if (field.name === head) return [[field.name, valueAt(field.type, rest, value)]];
    const isRequired = 'deprecationReason' in field && isRequiredArgument(field as GraphQLArgument);
    return isRequired || isRequiredInputField(field as GraphQLInputField) ? [[field.name, sampleOf(field.type)]] : [];
  });
  return Object.fromEntries(entries);
}

function valueAt(type: GraphQLInputType, rest: readonly string[], value: unknown): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [valueAt(nullable.ofType as GraphQLInputType, rest, value)];
  return isInputObjectType(nullable) ? objectWith(Object.values(nullable.getFields()), rest, value) : value;
}

/** A value that an argument of this type takes. */
export function sampleOf(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [sampleOf(nullable.ofType as GraphQLInputType)];
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  if (isInputObjectType(nullable)) return objectWith(Object.values(nullable.getFields()), [], undefined);
  return SAMPLES['name' in nullable ? nullable.name : ''];
}

/** The text of an operation that asks for everything the field gives a member, down to `depth` objects. */
export function operationText(
  { kind, name, field }: RootField,
  args: Readonly<Record<string, unknown>>,
  depth = 4,
): string {
  const given = field.args.filter((argument) => argument.name in args);
  const declared = given.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
  const passed = given.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const inside = selectionOf(field.type, depth);
  return `${kind} Walk${declared && `(${declared})`} { ${name}${passed && `(${passed})`}${inside} }`;
}

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    const isLeaf = !isObjectType(getNamedType(field.type));
    const needsArguments = field.args.some(
      (argument) => isNonNullType(argument.type) && argument.defaultValue === undefined,
    );
    if (needsArguments || (!isLeaf && depth <= 1) || roleOf(field.description) === 'admin') return [];
    return [`${field.name}${selectionOf(field.type, depth - 1)}`];
  });
  return ` { ${fields.length > 0 ? fields.join(' ') : '__typename'} }`;
}
