import type { Response } from 'express';

/** How long a client may take for what was sent to it. */
const LONGEST_SEND_MS = 60_000;

/**
 * Writes a stream of server-sent events, one after another: the next is made when this one has gone out, so that
 * nothing piles up here for a client that does not read.
 */
export class EventStream {
  readonly #positions: string[] = [];
  #sending: Promise<void> = Promise.resolve();

  constructor(private readonly response: Response) {}

  /** Resolves when all that was made has been sent. */
  get sent(): Promise<void> {
    return this.#sending;
  }

  /** The next event gets it as its id, which EventSource sends when it reconnects. */
  at(position: string | undefined): void {
    this.#positions.push(position ?? '');
  }

  begin(headers: Readonly<Record<string, string>>, position: string | undefined): void {
    // For proxies that would wait for the whole answer: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
    const own = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };
    this.response.writeHead(200, { ...headers, ...own, ...(position ? { 'x-live-position': position } : {}) });
    this.response.flushHeaders();
    if (position) this.response.write(`id: ${position}\n\n`);
  }

  async send(text: string): Promise<void> {
    const position = text.startsWith('event: next') ? this.#positions.shift() : undefined;
    this.#sending = this.#write(position ? `id: ${position}\n${text}` : text);
    await this.#sending;
  }

  #write(text: string): Promise<void> {
    const { response } = this;
    return new Promise((resolve) => {
      if (!response.writable || response.destroyed) return resolve();
      const impatience = setTimeout(() => response.destroy(), LONGEST_SEND_MS);
      // An error of the connection closes the response, which ends the stream.
      response.write(text, () => {
        clearTimeout(impatience);
        resolve();
      });
    });
  }
}
