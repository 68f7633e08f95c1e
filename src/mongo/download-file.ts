import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const answerTimeoutMs = 6_000;
const stallTimeoutMs = 15_000;

/**
 * A GET that gives up when no answer begins within a few seconds: a closed network must not hold up a start.
 * A user name and password in the address become a Basic authorization, as pip does it.
 *
 * @throws Error naming the host, for a status other than 2xx too
 */
export async function openUrl(address: string, accept: string, controller = new AbortController()): Promise<Response> {
  const url = new URL(address);
  const headers: Record<string, string> = { accept };
  if (url.username) {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    url.username = '';
    url.password = '';
  }
  const timer = setTimeout(
    () => controller.abort(new Error(`no answer in ${answerTimeoutMs / 1000} s`)),
    answerTimeoutMs,
  );
  try {
    const response = await fetch(url, { headers, signal: controller.signal });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return response;
  } catch (error) {
    throw new Error(`${url.host}: ${rootCause(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Streams a file to disk.
 *
 * @param onProgress is told how many bytes have arrived, and how many there are when the server says so
 * @throws Error when the server refuses or no byte arrives for a while; the file is then incomplete
 */
export async function downloadFile(
  address: string,
  target: string,
  onProgress: (received: number, total: number | undefined) => void,
): Promise<void> {
  const controller = new AbortController();
  const response = await openUrl(address, '*/*', controller);
  if (!response.body) throw new Error(`${new URL(address).host} answered without a body`);
  const total = Number(response.headers.get('content-length')) || undefined;
  let received = 0;
  const stalled = setTimeout(
    () => controller.abort(new Error(`the download stalled after ${received} bytes`)),
    stallTimeoutMs,
  );
  try {
    await pipeline(
      Readable.fromWeb(response.body),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          stalled.refresh();
          received += chunk.byteLength;
          onProgress(received, total);
          yield chunk;
        }
      },
      createWriteStream(target),
    );
  } finally {
    clearTimeout(stalled);
  }
}

function rootCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? rootCause(error.cause) : error.message;
}
