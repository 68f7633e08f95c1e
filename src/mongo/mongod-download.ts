import { MongoBinaryDownload } from 'mongodb-memory-server-core/lib/util/MongoBinaryDownload.js';

/** The version that mongodb-memory-server-core 11.3 knows the archives of, for each distribution. */
export const downloadedMongodVersion = '8.2.6';

const silenceTimeoutMs = 5_000;

/**
 * Downloads MongoDB's own archive for this distribution (https://www.mongodb.com/try/download/community, or the mirror
 * that MONGOMS_DOWNLOAD_MIRROR names) and leaves its `mongod` in `folder`.
 *
 * @returns the path of the binary
 * @throws Error within seconds where the network is closed, or where MongoDB publishes nothing for this distribution
 */
export async function fetchMongodFromMongodb(folder: string, report: (message: string) => void): Promise<string> {
  return new ReportedDownload(folder, report).getMongodPath();
}

/** The library's download with one attempt instead of three, and with our progress lines instead of its own. */
class ReportedDownload extends MongoBinaryDownload {
  #reportedPercent = -10;
  readonly #report: (message: string) => void;

  constructor(folder: string, report: (message: string) => void) {
    super({ downloadDir: folder, version: downloadedMongodVersion });
    this.#report = report;
  }

  override httpDownload(...[url, options, location, partial]: Parameters<MongoBinaryDownload['httpDownload']>) {
    return super.httpDownload(url, options, location, partial, 1, 0, silenceTimeoutMs);
  }

  override printDownloadProgress(chunk: { readonly length: number }): void {
    this.dlProgress.current += chunk.length;
    const percent = Math.floor((100 * this.dlProgress.current) / this.dlProgress.length);
    if (!(percent >= this.#reportedPercent + 10)) return;
    this.#reportedPercent = percent - (percent % 10);
    this.#report(
      `Downloading MongoDB ${downloadedMongodVersion} (${this.dlProgress.totalMb} MB) from MongoDB: ${percent} %`,
    );
  }
}
