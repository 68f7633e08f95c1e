import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanup } from './cleanup.js';

interface Backend {
  readonly url: string;
  /** Connections are kept, as proxies keep them: one that is closed at the wrong moment fails a request. */
  readonly agent: Agent;
  isReady: boolean;
}

/** A proxy in front of engine processes, as simple as one can be: it asks each for `/readyz`, and repeats no request. */
export interface ReadyProxy {
  readonly url: string;
  add(backendUrl: string): void;
  /** How many requests each backend was given, by its address. */
  readonly given: ReadonlyMap<string, number>;
}

/** So seldom that a process which did not wait for it would fail requests. */
const LOOK_EVERY_MS = 150;

export async function readyProxy(): Promise<ReadyProxy> {
  const backends: Backend[] = [];
  const given = new Map<string, number>();
  let isOver = false;
  let turn = 0;

  const look = async (backend: Backend) => {
    backend.isReady = await fetch(`${backend.url}/readyz`, { signal: AbortSignal.timeout(1000) }).then(
      async (answer) => (await answer.text()) !== '' && answer.ok,
      // One that is slow to answer is not gone.
      (error: unknown) => (error as Error).name === 'TimeoutError' && backend.isReady,
    );
  };
  const looking = (async () => {
    while (!isOver) {
      await Promise.all(backends.map(look));
      await sleep(LOOK_EVERY_MS);
    }
  })();

  const server = createServer((incoming, answer) => {
    const ready = backends.filter(({ isReady }) => isReady);
    turn += 1;
    const backend = ready[turn % ready.length];
    if (!backend) return void answer.writeHead(502).end('{"errors":[{"message":"Nobody is ready"}]}');
    given.set(backend.url, (given.get(backend.url) ?? 0) + 1);
    return pass(backend, incoming, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(async () => {
    isOver = true;
    await looking;
    for (const { agent } of backends) agent.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (url) => void backends.push({ url, agent: new Agent({ keepAlive: true }), isReady: true }),
    given,
  };
}

function pass({ url, agent }: Backend, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, headers } = incoming;
  const outgoing = request(url + (incoming.url ?? ''), { method, headers, agent }, (response) => {
    const { connection: _hop, ...rest } = response.headers;
    answer.writeHead(response.statusCode ?? 502, rest);
    response.pipe(answer);
  });
  const failed = { data: null, errors: [] as { message: string }[] };
  outgoing.on('error', (error) => {
    failed.errors.push({ message: `No answer of ${url}${incoming.url ?? ''}: ${error.message}` });
    answer.writeHead(502).end(JSON.stringify(failed));
  });
  incoming.pipe(outgoing);
}
