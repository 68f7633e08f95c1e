import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoInstance } from 'mongodb-memory-server-core';
import type { MongodBinary } from './mongod-binary.js';

/** Name of the replica set of one, part of the stored data. */
export const replicaSetName = 'revenue-engine';

const shutdownPatienceMs = 15_000;
const rememberedComplaints = 5;

/**
 * One `mongod` child. The library also spawns a watcher that ends it when this process dies in whatever way;
 * its own process group keeps a Ctrl-C in the terminal from ending it before the engine has drained its work.
 */
export class MongodProcess extends MongoInstance {
  /** What mongod said at the levels error and fatal, newest last. */
  readonly complaints: string[] = [];
  #unfinishedLine = '';

  /** @param onLaunch called once the process has been spawned, long before it is ready */
  constructor(
    binary: MongodBinary,
    dataPath: string,
    port: number,
    private readonly onLaunch: () => void = () => undefined,
  ) {
    super({
      instance: {
        port,
        ip: '127.0.0.1',
        dbPath: dataPath,
        replSet: replicaSetName,
        storageEngine: 'wiredTiger',
        launchTimeout: 30_000,
        args: mongodArguments(binary.version),
      },
      binary: { systemBinary: binary.path, version: binary.version },
      spawn: { detached: true },
    });
  }

  override _launchMongod(mongoBin: string): ChildProcess {
    const child = super._launchMongod(mongoBin);
    this.onLaunch();
    return child;
  }

  /** The library reads its input chunk by chunk and stumbles over two JSON lines in one; it is fed whole lines here. */
  override stdoutHandler(message: string | Buffer): void {
    const lines = (this.#unfinishedLine + message.toString()).split('\n');
    this.#unfinishedLine = lines.pop() ?? '';
    for (const line of lines) {
      this.#remember(complaintIn(line));
      super.stdoutHandler(line);
    }
  }

  override stderrHandler(message: string | Buffer): void {
    this.#remember(message.toString().trim());
    super.stderrHandler(message);
  }

  /** Ends mongod in good order, then its watcher. The library's own way talks to a server that may never have come up. */
  override async stop(): Promise<boolean> {
    const wasRunning = isRunning(this.mongodProcess);
    await end(this.mongodProcess);
    await end(this.killerProcess);
    return wasRunning;
  }

  #remember(complaint: string | undefined): void {
    if (!complaint) return;
    this.complaints.push(complaint);
    if (this.complaints.length > rememberedComplaints) this.complaints.shift();
  }
}

function mongodArguments(version: string): string[] {
  const major = Number.parseInt(version, 10);
  return [
    '--quiet',
    '--oplogSize',
    '256',
    '--wiredTigerCacheSizeGB',
    '1',
    '--setParameter',
    'diagnosticDataCollectionEnabled=false',
    ...(process.platform === 'win32' ? [] : ['--nounixsocket']),
    // A replica set of one has nobody to hand over to, so there is nothing to wait for when it is told to end.
    ...(major >= 5 ? ['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=0'] : []),
  ];
}

/** Log format: https://www.mongodb.com/docs/manual/reference/log-messages/ */
function complaintIn(line: string): string | undefined {
  if (!/"s":"[EF]"/.test(line)) return undefined;
  const entry: unknown = JSON.parse(line);
  if (typeof entry !== 'object' || entry === null || !('msg' in entry)) return line;
  const attributes = 'attr' in entry ? entry.attr : undefined;
  const error =
    typeof attributes === 'object' && attributes !== null && 'error' in attributes ? attributes.error : attributes;
  return `${String(entry.msg)}: ${typeof error === 'string' ? error : JSON.stringify(error ?? {})}`;
}

function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!isRunning(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = new AbortController();
  const patience = sleep(shutdownPatienceMs, 'late' as const, { signal: timer.signal }).catch(() => undefined);
  if ((await Promise.race([exited, patience])) === 'late') {
    child.kill('SIGKILL');
    await exited;
  }
  timer.abort();
}
