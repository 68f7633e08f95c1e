import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Metadata = ReturnType<typeof getMetadataStorage>['fieldResolvers'][number];
type Parameter = NonNullable<Metadata['params']>[number];
type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Method = (...parameters: unknown[]) => unknown;

/**
 * A field that is a property of its object needs no resolver, which would be called for each row. Each type can say so
 * by `simpleResolvers`; here it is said for all, but for those with fields that are guarded or have another name in the
 * schema.
 */
export function readPlainFieldsPlainly(): void {
  const { objectTypes, authorizedFields, middlewares, fields } = getMetadataStorage();
  const renamed = fields.filter(({ name, schemaName }) => name !== schemaName);
  const special = new Set([...authorizedFields, ...middlewares, ...renamed].map(({ target }) => target));
  for (const type of objectTypes) if (!special.has(type.target)) type.simpleResolvers ??= true;
}

/**
 * A field's method that nothing guards and that takes no arguments of the operation is called as it is. TypeGraphQL
 * would sort its parameters, and look for middlewares and promises, at each call: once for each row of a page.
 *
 * @param schema just built: the metadata are of the last one
 */
export function callPlainMethodsPlainly(schema: GraphQLSchema, instances: ReadonlyMap<unknown, object>): void {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  for (const metadata of fieldResolvers) {
    const instance = instances.get(metadata.target);
    if (!instance || !isPlain(metadata)) continue;
    const owner = objectTypes.find(({ target }) => target === metadata.getObjectType?.());
    const type = owner && schema.getType(owner.name);
    const field = isObjectType(type) ? type.getFields()[metadata.schemaName] : undefined;
    if (field) field.resolve = plainCall(instance, metadata);
  }
}

function isPlain({ kind, roles, middlewares = [], params = [] }: Metadata): boolean {
  return kind === 'external' && !roles && middlewares.length === 0 && params.every(isAsGiven);
}

/** What is handed on as GraphQL gives it. */
function isAsGiven(parameter: Parameter): boolean {
  switch (parameter.kind) {
    case 'info':
      return true;
    case 'context':
      return !parameter.propertyName;
    case 'root':
      return !parameter.propertyName && !parameter.getType;
    default:
      return false;
  }
}

function plainCall(instance: object, { methodName, params = [] }: Metadata): Resolve {
  const method = (instance as Record<string, Method>)[methodName];
  if (!method) throw new Error(`There is no method ${methodName}`);
  const [first, second, third, ...others] = [...params].sort((one, other) => one.index - other.index);
  if (others.length > 0) throw new Error(`${methodName} takes one of its parameters twice`);
  return (root, _args, context, info) => {
    const given = (parameter: Parameter | undefined) => {
      if (parameter?.kind === 'root') return root;
      return parameter?.kind === 'context' ? context : info;
    };
    return method.call(instance, given(first), given(second), given(third));
  };
}
