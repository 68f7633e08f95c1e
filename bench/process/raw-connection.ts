import { once } from 'node:events';
import { type Socket, connect } from 'node:net';

const CHUNKED_END = '0\r\n\r\n';

/**
 * One keep-alive connection of HTTP/1.1 that writes requests made beforehand and reads no more of an answer than its
 * status and its end: the less the load generator takes of the machine, the more of it is the server's.
 */
export class RawConnection {
  #received = '';
  #waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The server closed the connection')));
  }

  static async open(hostname: string, port: number): Promise<RawConnection> {
    const socket = connect(port, hostname);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Sends a whole request; resolves with the status once the answer is whole. */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.socket.destroy();
  }

  #read(chunk: string): void {
    this.#received += chunk;
    const headersEnd = this.#received.indexOf('\r\n\r\n');
    if (headersEnd === -1) return;
    const headers = this.#received.slice(0, headersEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(headers)?.[1];
    const isWhole =
      length === undefined
        ? this.#received.endsWith(CHUNKED_END)
        : this.#received.length >= headersEnd + 4 + Number(length);
    if (!isWhole) return;
    this.#received = '';
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(Number(headers.slice(9, 12)));
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
