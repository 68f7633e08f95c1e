/** GraphQL Yoga with its own defaults (parsed and validated documents are kept), on node:http, without a log. */
import { type RequestListener, createServer } from 'node:http';
import { createRequire } from 'node:module';
import { GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { contestantEnvironment } from './contestant-environment.js';
import { TYPE_DEFS, contestantContext, contestantResolvers, serializeDate } from './contestant-schema.js';
import { PageReads } from './page-reads.js';

/** Its own declarations would bring those of browsers into the whole project. */
const { createSchema, createYoga } = createRequire(import.meta.url)('graphql-yoga') as {
  createSchema(parts: { typeDefs: string; resolvers: object }): GraphQLSchema;
  createYoga(options: object): RequestListener;
};

const { port, mongoUri } = contestantEnvironment();
const reads = await PageReads.open(mongoUri);
const DateTimeISO = new GraphQLScalarType({ name: 'DateTimeISO', serialize: serializeDate });
const yoga = createYoga({
  schema: createSchema({ typeDefs: TYPE_DEFS, resolvers: { ...contestantResolvers(reads), DateTimeISO } }),
  context: () => contestantContext(reads),
  healthCheckEndpoint: '/readyz',
  graphiql: false,
  logging: false,
});
createServer(yoga).listen(port, '127.0.0.1');
