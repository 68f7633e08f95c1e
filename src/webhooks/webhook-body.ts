import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A body that cannot be read to its end. */
export class UnreadableBody extends Error {
  constructor(
    readonly status: 400 | 408 | 413 | 415,
    readonly code: 'BODY_TOO_LARGE' | 'BODY_TOO_SLOW' | 'BODY_UNREADABLE',
    message: string,
  ) {
    super(message);
    this.name = 'UnreadableBody';
  }
}

export interface BodyLimits {
  /** Of the body as it is signed: once it is decompressed. */
  readonly bodyLimitBytes: number;
  /** How long the body may take to arrive. */
  readonly bodyTimeoutMs: number;
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

const broken = () =>
  new UnreadableBody(
    400,
    'BODY_UNREADABLE',
    'The body did not arrive whole, or not in the encoding that its headers name.',
  );

/**
 * The bytes of a request's body, which the signature is over.
 *
 * @throws UnreadableBody as soon as it is clear, while the rest of the body may still come: the connection is over then
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const decoder = DECODERS[encoding];
  if (encoding !== 'identity' && !decoder) {
    throw new UnreadableBody(
      415,
      'BODY_UNREADABLE',
      `The body is in the encoding "${encoding}", which nobody knows here.`,
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyLimitBytes) throw tooLarge();
  return decoder ? collect(request.pipe(decoder()), request, limits) : collect(request, request, limits);
}

function collect(source: Readable, request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const refuse = (reason: UnreadableBody) => {
      clearTimeout(timer);
      source.off('data', take);
      request.unpipe();
      reject(reason);
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.bodyLimitBytes) refuse(tooLarge());
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => {
      const message = 'The body did not arrive within WEBHOOK_BODY_TIMEOUT_MS.';
      refuse(new UnreadableBody(408, 'BODY_TOO_SLOW', message));
    }, limits.bodyTimeoutMs);
    source.on('data', take);
    source.once('end', () => {
      clearTimeout(timer);
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes));
    });
    source.once('error', () => refuse(broken()));
    request.once('close', () => {
      if (!request.complete) refuse(broken());
    });
  });
}

function tooLarge(): UnreadableBody {
  return new UnreadableBody(413, 'BODY_TOO_LARGE', 'The body is larger than WEBHOOK_BODY_LIMIT_BYTES allows.');
}
