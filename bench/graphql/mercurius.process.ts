/** Mercurius on Fastify: operations are compiled (graphql-jit) once they were asked for once, without a log. */
import { fastify } from 'fastify';
import { GraphQLScalarType } from 'graphql';
import { type IResolvers, mercurius } from 'mercurius';
import { contestantEnvironment } from './contestant-environment.js';
import { TYPE_DEFS, contestantContext, contestantResolvers, serializeDate } from './contestant-schema.js';
import { PageReads } from './page-reads.js';

const { port, mongoUri } = contestantEnvironment();
const reads = await PageReads.open(mongoUri);
const app = fastify({ logger: false });
app.get('/readyz', async () => ({ ready: true }));
await app.register(mercurius, {
  schema: TYPE_DEFS,
  resolvers: {
    ...contestantResolvers(reads),
    DateTimeISO: new GraphQLScalarType({ name: 'DateTimeISO', serialize: serializeDate }),
  } as unknown as IResolvers,
  context: () => ({ ...contestantContext(reads) }),
  jit: 1,
});
await app.listen({ port, host: '127.0.0.1' });
