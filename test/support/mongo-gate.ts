import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { cleanup } from './cleanup.js';

/** A way to a MongoDB that can be cut and opened again, as a network does it. */
export interface MongoGate {
  readonly uri: string;
  /** Cuts what is connected and refuses what comes. */
  cut(): void;
  open(): void;
}

export async function mongoGate(uri: string): Promise<MongoGate> {
  const target = new URL(uri);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((incoming) => {
    if (!isOpen) return incoming.destroy();
    const outgoing = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from
        .on('error', () => undefined)
        .once('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      from.pipe(to);
    }
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  cleanup(
    () =>
      new Promise<void>((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  );
  const gate = new URL(uri);
  gate.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Without these the driver learns the server's own address and goes there instead.
  gate.searchParams.delete('replicaSet');
  gate.searchParams.set('directConnection', 'true');
  return {
    uri: gate.href,
    cut,
    open: () => {
      isOpen = true;
    },
  };
}
