// `npm start`: compiles where a source is newer than what was compiled last, then serves. One process, because a
// compiler that finds nothing to do, or a second Node.js, would take a good part of every start.
import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';

const changedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const compiledAt = changedAt('dist/.tsbuildinfo');
const sources = globSync(['{src,sandbox,client,bench,examples,test}/**/*.ts', 'tsconfig.json', 'package.json']);
if (compiledAt === 0 || sources.some((file) => changedAt(file) > compiledAt)) {
  execFileSync('tsc', ['-p', 'tsconfig.json'], { stdio: 'inherit' });
}
process.argv[2] ??= 'serve';
await import('../dist/src/cli/revenue-engine.js');
