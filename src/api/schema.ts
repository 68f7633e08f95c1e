import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { type BuildSchemaOptions, buildSchema } from 'type-graphql';
import { checkRole } from './role-check.js';

/**
 * The schema over instances of resolvers, each of which serves its own class.
 * Input is validated by `settle`, which answers with a BillingError instead of failing the request.
 */
export function buildBillingSchema(resolvers: readonly object[]): Promise<GraphQLSchema> {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  return buildSchema({
    resolvers: [...instances.keys()] as unknown as BuildSchemaOptions['resolvers'],
    container: { get: (resolver) => instances.get(resolver) },
    authChecker: checkRole,
    validate: false,
  });
}

/** The text of schema.graphql. */
export function printBillingSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
