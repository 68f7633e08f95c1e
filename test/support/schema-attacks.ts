import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isRequiredArgument,
} from 'graphql';

/** One malicious request: an operation over one root field, with one value that is not what it should be. */
export interface Attack {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const OPERATORS = [{ $ne: null }, { $gt: '' }, { $where: 'sleep(1000)' }, ['cus_1', 'cus_2'], true, 1.5];
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'cus_\u0000',
  'a\u0008\u001b[31m\r\nx: y',
  '\u202egro',
  'оrg_acme',
  '\ud800',
  '../../v1/customers',
  'cus_1/../../charges',
  'cus_1?expand[]=data',
  "' OR 1=1 --",
  '$where',
  '__proto__',
  'constructor',
  'x'.repeat(10_000),
  '💣'.repeat(300),
];
const NUMBERS = [
  -1,
  0,
  -2_147_483_648,
  2_147_483_647,
  9_007_199_254_740_991,
  -9_007_199_254_740_991,
  1e21,
  1.5,
  '1',
  'NaN',
];
const CURSORS = [
  'not a cursor',
  ...[
    ['created_at', { $gt: '' }, 'x'],
    ['created_at', { d: 'never' }, 'x'],
    ['created_at', { d: 1e300 }, 'x'],
    ['created_at', { s: 'x' }, 'x'],
    ['created_at', { d: 0 }, { $ne: null }],
    ['$where', { s: 'x' }, 'x'],
    ['__proto__', { d: 0 }, 'x'],
    { length: 3 },
  ].map((forged) => Buffer.from(JSON.stringify(forged)).toString('base64url')),
];
const POLLUTION = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as object;
const OBJECTS = [POLLUTION, { $set: { status: 'active' } }, { 'a.b': '1', $a: '1', 'nul\u0000': '1' }, [], 'text', 1];

/** Harmful values for a leaf of each kind; a scalar that is not written here gets those of a text. */
const BY_TYPE: Readonly<Record<string, readonly unknown[]>> = {
  ID: [...OPERATORS.slice(0, 4), ...TEXTS],
  String: [...OPERATORS, ...TEXTS],
  Int: [...NUMBERS, ...OPERATORS],
  SafeInt: [...NUMBERS, ...OPERATORS],
  Float: [...NUMBERS, ...OPERATORS],
  Boolean: ['true', 1, { $ne: false }],
  JSONObject: OBJECTS,
  DateTimeISO: ['never', '0000-00-00T00:00:00Z', '+275760-09-13T00:00:00.001Z', -1, 1e21, ...OPERATORS],
  Currency: ['ZZZ', 'usd\u0000', ...OPERATORS],
  EmailAddress: ['ada@exаmple.com\u202e', 'ada@example.com\r\nBcc: x@y.z', `${'a'.repeat(600)}@b.co`, ...OPERATORS],
  URL: ['javascript:alert(1)', 'file:///etc/passwd', 'http://\u0000', '//evil.example', ...OPERATORS],
};

/** Values that satisfy a type, so that what is wrong stands alone. */
const HARMLESS: Readonly<Record<string, unknown>> = {
  ID: 'plan_starter',
  String: 'text',
  Int: 1,
  SafeInt: 1,
  Float: 1,
  Boolean: false,
  JSONObject: {},
  DateTimeISO: '2030-01-01T00:00:00.000Z',
  Currency: 'USD',
  EmailAddress: 'ada@example.com',
  URL: 'https://shop.example/back',
};

/** Every attack on every argument, and every field of every input, of every root field. Subscriptions are left out. */
export function schemaAttacks(schema: GraphQLSchema): Attack[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).flatMap((field) => fieldAttacks(kind, field)),
  );
}

function fieldAttacks(kind: string, field: GraphQLField<unknown, unknown>): Attack[] {
  return field.args.flatMap((attacked) =>
    harmful(attacked, attacked.name).map(({ path, value }): Attack => {
      const used = field.args.filter((each) => each === attacked || isRequiredArgument(each));
      const declared = used.map(({ name, type }) => `$${name}: ${type}`).join(', ');
      const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
      const variables = Object.fromEntries(
        used.map((each) => [each.name, each === attacked ? value : harmless(each.type)]),
      );
      return {
        name: `${field.name} ${path} = ${JSON.stringify(value).slice(0, 300)}`,
        query: `${kind} Attack(${declared}) { ${field.name}(${passed}) ${selection(field.type)} }`,
        variables,
      };
    }),
  );
}

interface Harm {
  readonly path: string;
  readonly value: unknown;
}

function harmful({ type, name }: GraphQLArgument | GraphQLInputField, path: string, depth = 0): Harm[] {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    return harmful({ name, type: inner.ofType } as GraphQLInputField, path, depth).map((each) => ({
      path: `${each.path}[]`,
      value: [each.value],
    }));
  }
  if (isInputObjectType(inner)) {
    if (depth > 3) return [];
    const fields = Object.values(inner.getFields());
    const base = harmless(inner) as object;
    const wrong = fields.flatMap((field) =>
      harmful(field, `${path}.${field.name}`, depth + 1).map((each) => ({
        path: each.path,
        value: { ...base, [field.name]: each.value },
      })),
    );
    return [...wrong, { path: `${path}.__proto__`, value: { ...base, ...POLLUTION } }, { path, value: 'text' }];
  }
  return valuesFor(name, inner).map((value) => ({ path, value }));
}

function valuesFor(name: string, type: GraphQLInputType): readonly unknown[] {
  if (name === 'after') return [...CURSORS, ...OPERATORS];
  if (isEnumType(type)) return ['NO_SUCH_VALUE', 1, { $ne: null }, '__proto__'];
  return BY_TYPE[getNamedType(type).name] ?? [...OPERATORS, ...TEXTS];
}

function harmless(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return harmless(type.ofType);
  if (isListType(type)) return [harmless(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return HARMLESS[type.name] ?? 'text';
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, harmless(field.type)]));
}

/** The errors of a payload, or no more than the type's name. */
function selection(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  const hasErrors = 'getFields' in named && 'errors' in named.getFields();
  const rows = 'getFields' in named && 'nodes' in named.getFields() ? 'nodes { __typename } ' : '';
  return hasErrors ? '{ errors { code message field } }' : `{ ${rows}__typename }`;
}
