/**
 * The load generator, the same for every server: a closed loop over keep-alive connections, with requests made
 * beforehand. Of an answer it reads the status and the end, so that it takes as little of the machine as it can.
 */
import { endWithParent } from '../process/child-process.js';
import { RawConnection } from '../process/raw-connection.js';
import type { LoadFigures, LoadOrder } from './load-order.js';

endWithParent();
process.on('message', async (order: LoadOrder) => {
  process.send?.(await load(order));
});

async function load({ url, headers, bodies, connections, milliseconds }: LoadOrder): Promise<LoadFigures> {
  const target = new URL(url);
  const requests = bodies.map((body) => {
    const lines = [
      `POST ${target.pathname} HTTP/1.1`,
      `host: ${target.host}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
  const opened = await Promise.all(
    Array.from({ length: connections }, () => RawConnection.open(target.hostname, Number(target.port))),
  );
  const latencies: number[] = [];
  let failures = 0;
  let next = 0;
  const start = performance.now();
  const deadline = start + milliseconds;
  await Promise.all(
    opened.map(async (connection) => {
      for (let sentAt = performance.now(); sentAt < deadline; sentAt = performance.now()) {
        const request = requests[next++ % requests.length];
        if (!request) throw new Error('There is nothing to send');
        if ((await connection.send(request)) !== 200) failures += 1;
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const connection of opened) connection.close();
  return { perSecond: latencies.length / seconds, latencies, failures };
}
