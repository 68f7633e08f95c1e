import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedWebhook {
  readonly body: string;
  readonly signature: string;
  readonly userAgent: string;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** Waits until `count` requests have come. */
  until(count: number): Promise<void>;
  /** Waits for the first request from the `from`-th on that is wanted, counted from 0. */
  first(wanted: (webhook: ReceivedWebhook) => boolean, from?: number): Promise<ReceivedWebhook>;
  close(): Promise<void>;
}

/** A real HTTP endpoint. `answer` gives the status for the n-th request, counted from 0; undefined never answers. */
export async function webhookReceiver(
  answer: (index: number) => number | undefined = () => 200,
): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const waiting = new Set<() => void>();
  const eventually = <R>(look: () => R | undefined): Promise<R> =>
    new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const status = answer(received.length);
    received.push({
      body,
      signature: String(request.headers['stripe-signature']),
      userAgent: String(request.headers['user-agent']),
    });
    if (status !== undefined) response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    for (const check of waiting) check();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    received,
    until: async (count) => {
      await eventually(() => (received.length >= count ? received : undefined));
    },
    first: (wanted, from = 0) => eventually(() => received.slice(from).find(wanted)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
