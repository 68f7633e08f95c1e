import { WebSocket } from 'ws';
import { cleanup } from './support/cleanup.js';
import { type RunningSandbox, runningSandbox } from './support/running-sandbox.js';

const AUTHORIZATION = { authorization: 'Bearer sk_test_123' };

let running: RunningSandbox;

beforeEach(async () => {
  running = await runningSandbox();
});

interface StreamSession {
  readonly websocket_id: string;
  readonly websocket_url: string;
}

/** What `stripe listen` asks for first. */
async function openSession(): Promise<StreamSession> {
  const response = await fetch(`${running.url}/v1/stripecli/sessions`, {
    method: 'POST',
    headers: AUTHORIZATION,
    body: new URLSearchParams({ device_name: 'here', 'websocket_features[]': 'webhooks' }),
  });
  return (await response.json()) as StreamSession;
}

/** A connection as `stripe listen` makes it, with the types of the events that come over it. */
function connect({ websocket_id: id, websocket_url: url }: StreamSession): { socket: WebSocket; types: string[] } {
  const socket = new WebSocket(`${url}?websocket_feature=webhooks`, 'stripecli-devproxy-v1', {
    headers: { 'Websocket-Id': id },
  });
  cleanup(async () => socket.terminate());
  const types: string[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data));
    if (frame.endpoint.api_version === null) types.push(JSON.parse(frame.event_payload).type);
  });
  return { socket, types };
}

function once(socket: WebSocket, name: 'open' | 'close' | 'pong'): Promise<unknown> {
  return new Promise((resolve) => socket.once(name, resolve));
}

/** Waits until all that was sent before has come: frames arrive in order, and a pong is one of them. */
async function allReceived(socket: WebSocket): Promise<void> {
  const pong = once(socket, 'pong');
  socket.ping();
  await pong;
}

test('what happens between two connections of a session comes with the second', async () => {
  const session = await openSession();
  await running.stripe.products.create({ name: 'Before the first' });
  const first = connect(session);
  await once(first.socket, 'open');
  await allReceived(first.socket);
  expect(first.types).toEqual(['product.created']);
  first.socket.close();
  await once(first.socket, 'close');
  await running.stripe.customers.create({ name: 'Between' });
  const second = connect(session);
  await once(second.socket, 'open');
  await allReceived(second.socket);
  expect(second.types).toEqual(['customer.created']);
});

test('a WebSocket of an unknown session is refused in the words that make the client ask for a new one', async () => {
  const { websocket_url: url } = await openSession();
  const { socket } = connect({ websocket_id: 'cliws_x', websocket_url: url });
  const body = await new Promise<string>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('unexpected-response', async (_request, response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve(text);
    });
  });
  expect(JSON.parse(body).error.message).toBe('Unknown WebSocket ID.');
});

test('the end of the sandbox ends the connections as a server that goes away', async () => {
  const { socket } = connect(await openSession());
  await once(socket, 'open');
  const code = once(socket, 'close');
  await running.sandbox.close();
  expect(await code).toBe(1001);
});

test('a client that does not answer cannot hold up the end of the sandbox', async () => {
  const { socket } = connect(await openSession());
  await once(socket, 'open');
  socket.pause();
  await running.sandbox.close();
});
