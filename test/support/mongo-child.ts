import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { EmbeddedMongo, EmbeddedMongoOptions } from '../../src/mongo/embedded-mongo.js';
import type { MongodBinary, MongodSources } from '../../src/mongo/mongod-binary.js';
import { cleanup } from './cleanup.js';

/** A process of its own that uses src/mongo. */
export interface MongoChild<A> {
  readonly child: ChildProcess;
  /** What it said so far, and why it failed. */
  said(): string;
  /**
   * What it printed when it had got there.
   *
   * @throws Error with what it said when it ended instead
   */
  readonly ready: Promise<A>;
  /** Exit code, null after a signal that nobody caught. */
  readonly ended: Promise<number | null>;
}

/** Starts an embedded MongoDB and holds it. `environment`, when given, is the whole one of the process. */
export function holdMongo(
  options: Omit<EmbeddedMongoOptions, 'report'>,
  environment?: NodeJS.ProcessEnv,
): MongoChild<Pick<EmbeddedMongo, 'uri' | 'binary' | 'dataPath'>> {
  return started('embedded-mongo-process.js', options, environment);
}

/** Looks for a mongod and ends. */
export function findMongod(
  sources: Omit<MongodSources, 'report'>,
  environment: NodeJS.ProcessEnv,
): MongoChild<{ readonly binary: MongodBinary }> {
  return started('mongod-finder-process.js', sources, environment);
}

function started<A>(script: string, options: object, environment?: NodeJS.ProcessEnv): MongoChild<A> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(environment ? { env: environment, cwd: environment.HOME } : {}),
  });
  let output = '';
  let said = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      if (output.includes('\n')) resolve(output);
    });
  });
  const failed = ended.then(() => Promise.reject(new Error(said)));
  const ready = Promise.race([line, failed]).then((text): A => JSON.parse(text));
  ready.catch(() => undefined);
  cleanup(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await ended;
  });
  return { child, said: () => said, ready, ended };
}
