import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import type { MongodWheel } from '../../src/mongo/mongod-wheel.js';
import { cleanup } from './cleanup.js';

/** https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
export type IndexForm = 'json' | 'html';

export interface PackageIndexServer {
  /** With user name and password when the index asks for them. */
  readonly url: string;
  readonly requests: readonly string[];
}

export interface ServedFile {
  readonly filename: string;
  readonly content: Buffer;
  /** Breaks the connection in the middle of the file. */
  readonly broken?: boolean;
}

/** A small Python package index over HTTP that asks for `user:secret` when `guarded`. It closes after the test file. */
export async function packageIndexServer(
  { filename, content, broken = false }: ServedFile,
  form: IndexForm,
  guarded = false,
): Promise<PackageIndexServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const credentials = Buffer.from('user:secret').toString('base64');
    if (guarded && request.headers.authorization !== `Basic ${credentials}`) {
      response.writeHead(401).end();
    } else if (request.url === `/files/${filename}`) {
      response.writeHead(200, { 'content-length': content.length });
      if (broken) response.write(content.subarray(0, content.length / 2), () => response.destroy());
      else response.end(content);
    } else if (request.url?.startsWith('/simple/')) {
      const type = form === 'json' ? 'application/vnd.pypi.simple.v1+json' : 'text/html';
      response.writeHead(200, { 'content-type': type }).end(indexPage(filename, form));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${guarded ? 'user:secret@' : ''}127.0.0.1:${port}/simple`, requests };
}

function indexPage(filename: string, form: IndexForm): string {
  const links = ['../../files/other-1.0-py3-none-any.whl', `../../files/${filename}#sha256=0123`];
  if (form === 'json') return JSON.stringify({ meta: { 'api-version': '1.0' }, files: links.map((url) => ({ url })) });
  return `<!DOCTYPE html><html><body>${links.map((url) => `<a data-x="1" href="${url}">file</a><br/>`).join('\n')}</body></html>`;
}

/** A wheel for this machine whose one file is `content`, and the entry of the table that describes it. */
export function wheelWith(
  content: string,
  mongodVersion: string,
  name = 'sample/bin/mongod',
): { wheel: MongodWheel; archive: Buffer } {
  const archive = zipOf(name, Buffer.from(content));
  const wheel = {
    platform: `${process.platform}-${process.arch}`,
    project: 'sample',
    release: '1.0.0',
    filename: 'sample-1.0.0-py3-none-any.whl',
    sha256: createHash('sha256').update(archive).digest('hex'),
    mongodVersion,
  };
  return { wheel, archive };
}

/** A ZIP archive of one stored file: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 12, 16. */
function zipOf(name: string, content: Buffer): Buffer {
  const path = Buffer.from(name);
  const sizes = Buffer.alloc(26);
  sizes.writeUInt16LE(20, 0);
  sizes.writeUInt32LE(crc32(content), 10);
  sizes.writeUInt32LE(content.length, 14);
  sizes.writeUInt32LE(content.length, 18);
  sizes.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), sizes, path, content]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), sizes, Buffer.alloc(14), path]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
