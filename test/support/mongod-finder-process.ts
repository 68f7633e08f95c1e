import { type MongodSources, resolveMongod } from '../../src/mongo/mongod-binary.js';

/**
 * A process that looks for a mongod in the environment that it is given, and prints it as one line of JSON.
 * Argument: the MongodSources as JSON, without `report`, whose lines go to stderr.
 */
const sources: Omit<MongodSources, 'report'> = JSON.parse(process.argv[2] ?? '{}');

try {
  const binary = await resolveMongod({ ...sources, report: (message) => console.error(message) });
  process.stdout.write(`${JSON.stringify({ binary })}\n`);
} catch (error) {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
}
