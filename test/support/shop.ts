import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanup } from './cleanup.js';

/** A shop's own site, where the hosted page leads back to: every address answers with its own path. */
export async function shop(): Promise<{ readonly url: string }> {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end(`The shop at ${request.url ?? ''}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
