import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { type BuildSchemaOptions, buildSchema } from 'type-graphql';
import { callPlainMethodsPlainly, readPlainFieldsPlainly } from './plain-fields.js';
import { writeScalarsQuickly } from './quick-scalars.js';
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
export async function buildBillingSchema(resolvers: readonly object[]): Promise<GraphQLSchema> {
  readPlainFieldsPlainly();
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const schema = await buildSchema({
    resolvers: [...instances.keys()] as unknown as BuildSchemaOptions['resolvers'],
    container: { get: (resolver) => instances.get(resolver) },
    authChecker: checkRole,
    validate: false,
    pubSub: NO_BROKER,
  });
  callPlainMethodsPlainly(schema, instances);
  writeScalarsQuickly(schema);
  return schema;
}

/** The text of schema.graphql. */
export function printBillingSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
