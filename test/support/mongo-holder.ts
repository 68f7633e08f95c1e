import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { EmbeddedMongo, EmbeddedMongoOptions } from '../../src/mongo/embedded-mongo.js';
import { cleanup } from './cleanup.js';

/** A process of its own that starts an embedded MongoDB and holds it. */
export interface MongoHolder {
  readonly child: ChildProcess;
  /** What it said while it started, and why it failed. */
  said(): string;
  /** @throws Error with what it said when it ended instead */
  readonly ready: Promise<Pick<EmbeddedMongo, 'uri' | 'binary' | 'dataPath'>>;
  /** Exit code, null after a signal that nobody caught. */
  readonly ended: Promise<number | null>;
}

/** @param environment replaces the whole environment of the process when given */
export function holdMongo(options: Omit<EmbeddedMongoOptions, 'report'>, environment?: NodeJS.ProcessEnv): MongoHolder {
  const script = join(import.meta.dirname, 'embedded-mongo-process.js');
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
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
  const ready = Promise.race([line, failed]).then((text) => JSON.parse(text));
  ready.catch(() => undefined);
  cleanup(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await ended;
  });
  return { child, said: () => said, ready, ended };
}
