import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { createLogger } from '../../src/api/request-log.js';

export interface CapturedLog {
  readonly logger: Logger;
  /** All that was written so far. */
  text(): string;
  entries(): readonly Readonly<Record<string, unknown>>[];
}

/** The engine's own logger at its most talkative, writing into memory. */
export function capturedLog(): CapturedLog {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return {
    logger: createLogger('trace', false, destination),
    text: () => lines.join(''),
    entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
