import { cleanup } from './cleanup.js';

/** One result of a stream, with the id that stood before it. */
export interface LiveMessage {
  readonly id: string | undefined;
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null | undefined;
  readonly errors: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly position: string | undefined;
}

/** A client that reads a stream to its end, as the protocol has it. */
export interface LiveSubscriber {
  readonly status: number;
  readonly headers: Headers;
  /** All that came so far. */
  readonly messages: readonly LiveMessage[];
  /** The id that a browser's EventSource would reconnect with. */
  lastId(): string | undefined;
  /** The next message that nobody took yet; null when the stream is over. */
  next(): Promise<LiveMessage | null>;
  /** How the stream ended. */
  readonly ended: Promise<'complete' | 'cut' | 'left'>;
  leave(): void;
}

export interface LiveRequestOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Subscribes by POST. Resolves when the server has begun to answer. */
export async function liveSubscriber(
  url: string,
  query: string,
  { variables = {}, headers = {} }: LiveRequestOptions = {},
): Promise<LiveSubscriber> {
  const abort = new AbortController();
  cleanup(async () => abort.abort());
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: abort.signal,
  });
  return readStream(response, () => abort.abort());
}

export function readStream(response: Response, abort: () => void): LiveSubscriber {
  const messages: LiveMessage[] = [];
  let taken = 0;
  let lastId: string | undefined;
  let isOver = false;
  let wake: () => void = () => undefined;
  const block = (text: string): boolean => {
    const fields = new Map(
      text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    lastId = fields.get('id') ?? lastId;
    if (fields.get('event') === 'next') {
      const body = JSON.parse(fields.get('data') ?? 'null');
      messages.push({
        id: fields.get('id'),
        data: body.data,
        errors: body.errors ?? [],
        position: body.extensions?.position,
      });
      wake();
    }
    return fields.get('event') === 'complete';
  };
  const read = async (): Promise<'complete' | 'cut' | 'left'> => {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of response.body ?? []) {
        const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const text of blocks) if (block(text)) return 'complete';
      }
      return 'cut';
    } catch (error) {
      return error instanceof Error && error.name === 'AbortError' ? 'left' : 'cut';
    }
  };
  const ended = read().finally(() => {
    isOver = true;
    wake();
  });
  return {
    status: response.status,
    headers: response.headers,
    messages,
    lastId: () => lastId,
    next: async () => {
      while (taken >= messages.length && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return messages[taken++] ?? null;
    },
    ended,
    leave: abort,
  };
}
