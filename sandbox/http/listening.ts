import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import type { Duplex } from 'node:stream';

/** Takes over a connection that asks for a WebSocket. */
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The servers of one app: a TCP port on both loopback addresses, and Unix sockets. */
export class Listening {
  readonly #servers: Server[] = [];

  constructor(
    private readonly app: RequestListener,
    private readonly upgrade: UpgradeListener,
  ) {}

  /**
   * @param port 0 for any free one
   * @throws Error EADDRINUSE
   */
  async onPort(port: number): Promise<{ url: string }> {
    const address = await this.#listen({ host: '127.0.0.1', port });
    const chosen = (address as AddressInfo).port;
    // Where `localhost` means ::1 first, a server on IPv4 alone would not be found; a machine without IPv6 has no such name.
    await this.#listen({ host: '::1', port: chosen }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT' && error.code !== 'EINVAL') throw error;
    });
    return { url: `http://127.0.0.1:${chosen}` };
  }

  /** Takes the place of a socket file that a killed process left. */
  async onSocket(path: string): Promise<void> {
    await rm(path, { force: true });
    await this.#listen({ path });
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => closed(server)));
  }

  #listen(where: { host: string; port: number } | { path: string }): Promise<AddressInfo | string | null> {
    const server = createServer(this.app);
    server.on('upgrade', this.upgrade);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(where, () => {
        server.off('error', reject);
        this.#servers.push(server);
        resolve(server.address());
      });
    });
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
