import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CliSession } from './cli-session.js';
import type { CliSessions } from './cli-sessions.js';

const SUBPROTOCOL = 'stripecli-devproxy-v1';
const GOING_AWAY = 1001;
/** How long a client may take to answer the end of its connection. */
const CLOSING_MS = 500;

/** The WebSockets over which `stripe listen` gets events. */
export class EventStream {
  readonly #server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  });

  constructor(
    private readonly sessions: CliSessions,
    /** Called with each text that a client sends. */
    private readonly onFrame: (frame: string) => void,
  ) {}

  /** Takes over a connection that names a session, and refuses any other. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const session = this.sessions.find(String(request.headers['websocket-id']));
    if (request.url?.startsWith('/subscribe/') !== true) {
      refuse(socket, '404 Not Found', 'There is no WebSocket at this address.');
    } else if (session === undefined) {
      // On these words the client asks for a new session instead of trying this one again.
      refuse(socket, '400 Bad Request', 'Unknown WebSocket ID.');
    } else {
      this.#server.handleUpgrade(request, socket, head, (connected) => this.#welcome(connected, session));
    }
  }

  /** Says goodbye to every client. */
  async close(): Promise<void> {
    const clients = [...this.#server.clients];
    this.#server.close();
    await Promise.all(
      clients.map((client) => {
        const closed = new Promise((resolve) => client.once('close', resolve));
        const timer = setTimeout(() => client.terminate(), CLOSING_MS);
        client.close(GOING_AWAY, 'The sandbox ends.');
        return closed.finally(() => clearTimeout(timer));
      }),
    );
  }

  #welcome(socket: WebSocket, session: CliSession): void {
    // A broken frame ends the connection; the client comes back by itself.
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.onFrame(data.toString());
    });
    session.connect(socket);
  }
}

function refuse(socket: Duplex, status: string, message: string): void {
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error' } });
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
