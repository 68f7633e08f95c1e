import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { type BuildSchemaOptions, buildSchema, getMetadataStorage } from 'type-graphql';
import { checkRole } from './role-check.js';

/** Demanded where there are subscriptions; ours come from MongoDB's change streams, by way of the request. */
const NO_BROKER: NonNullable<BuildSchemaOptions['pubSub']> = {
  subscribe: (topic) => {
    throw new Error(`Nobody publishes ${topic} in this process`);
  },
  publish: (topic) => {
    throw new Error(`Nobody listens to ${topic} in this process`);
  },
};

/**
 * The schema over instances of resolvers, each of which serves its own class.
 * Input is validated by `settle`, which answers with a BillingError instead of failing the request.
 */
export function buildBillingSchema(resolvers: readonly object[]): Promise<GraphQLSchema> {
  readPlainFieldsPlainly();
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  return buildSchema({
    resolvers: [...instances.keys()] as unknown as BuildSchemaOptions['resolvers'],
    container: { get: (resolver) => instances.get(resolver) },
    authChecker: checkRole,
    validate: false,
    pubSub: NO_BROKER,
  });
}

/**
 * A field that is a property of its object needs no resolver, which would be called for each row. Each type can say so
 * by `simpleResolvers`; here it is said for all, but for those with fields that are guarded or have another name in the
 * schema.
 */
function readPlainFieldsPlainly(): void {
  const { objectTypes, authorizedFields, middlewares, fields } = getMetadataStorage();
  const renamed = fields.filter(({ name, schemaName }) => name !== schemaName);
  const special = new Set([...authorizedFields, ...middlewares, ...renamed].map(({ target }) => target));
  for (const type of objectTypes) if (!special.has(type.target)) type.simpleResolvers ??= true;
}

/** The text of schema.graphql. */
export function printBillingSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
