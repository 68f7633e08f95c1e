import {
  type DataFolder,
  isHeldByLiveEngine,
  lockHolder,
  lockHolderEnds,
  noteEngine,
  openDataFolder,
} from './embedded-data.js';
import { freePort } from './free-port.js';
import { type MongodBinary, type MongodSources, resolveMongod } from './mongod-binary.js';
import { MongodProcess, replicaSetName } from './mongod-process.js';

/** After a crash, mongod's watcher notices within 2 s and tells it to end, which takes longer the more there is to write. */
const orphanPatienceMs = 25_000;
const incompatibleDataExitCode = 62;

export interface EmbeddedMongoOptions extends MongodSources {
  /** Folder whose data is kept between starts; a temporary folder, removed at the stop, when absent. */
  readonly dataPath?: string;
  /** Where the temporary folder is made; among the system's own when absent. */
  readonly temporaryIn?: string | undefined;
  /** Port on 127.0.0.1; a free one when absent. */
  readonly port?: number;
  /** Called once mongod has been spawned, long before it is ready: time for whatever else there is to do. */
  readonly onLaunch?: () => void;
}

/** A running MongoDB of our own. */
export interface EmbeddedMongo {
  /** Address without a database; `databaseUri` adds one. */
  readonly uri: string;
  readonly binary: MongodBinary;
  readonly dataPath: string;
  /** Ends mongod in good order; temporary data is removed. May be called twice. */
  stop(): Promise<void>;
}

/** The data folder belongs to another running mongod. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

/**
 * Starts a real mongod as a replica set of one, on 127.0.0.1 only. It ends with this process, even after kill -9.
 *
 * @throws MongodUnavailable when there is no binary
 * @throws DataFolderInUse when another engine runs on the same `dataPath`
 * @throws Error with mongod's own words when it cannot start, for example on a port in use or on data of another version
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const binary = await resolveMongod(options);
  const folder = await openDataFolder(options.dataPath, options.temporaryIn);
  try {
    const { mongod, port } = await launchWhenUnlocked(binary, folder, options);
    // Loaded here and not above: the driver takes its time, and mongod was to start first.
    const { becomePrimary } = await import('./single-node-replica-set.js');
    await becomePrimary(port).catch(async (error: unknown) => {
      await mongod.stop();
      throw error;
    });
    return running(mongod, port, binary, folder, options);
  } catch (error) {
    await folder.dispose();
    throw error;
  }
}

async function launchWhenUnlocked(
  binary: MongodBinary,
  folder: DataFolder,
  { port: fixedPort, report, onLaunch }: EmbeddedMongoOptions,
): Promise<{ mongod: MongodProcess; port: number }> {
  const deadline = Date.now() + orphanPatienceMs;
  for (let attempt = 1; ; attempt += 1) {
    const port = fixedPort ?? (await freePort());
    try {
      return { mongod: await launch(binary, folder.path, port, onLaunch), port };
    } catch (error) {
      const mayEndSoon = error instanceof DataFolderInUse && !(await isHeldByLiveEngine(folder.path));
      if (!mayEndSoon || Date.now() > deadline) throw error;
      if (attempt === 1) report(`${folder.path} is in use: waiting for the mongod of a crashed engine to end`);
      await lockHolderEnds(folder.path, deadline);
    }
  }
}

async function launch(
  binary: MongodBinary,
  dataPath: string,
  port: number,
  onLaunch: (() => void) | undefined,
): Promise<MongodProcess> {
  const mongod = new MongodProcess(binary, dataPath, port, onLaunch);
  try {
    await mongod.start();
    await noteEngine(dataPath);
    return mongod;
  } catch (error) {
    await mongod.stop();
    throw await startFailure(mongod, dataPath, port, error);
  }
}

async function startFailure(mongod: MongodProcess, dataPath: string, port: number, error: unknown): Promise<Error> {
  const said = mongod.complaints.join('\n') || (error instanceof Error ? error.message : String(error));
  if (said.includes('DBPathInUse')) {
    const holder = await lockHolder(dataPath);
    return new DataFolderInUse(
      `The data folder ${dataPath} is in use by another running mongod${holder ? ` (process ${holder})` : ''}. ` +
        'Stop the engine that started it, or give this one its own data folder or a MONGODB_URI.',
    );
  }
  if (/address already in use/i.test(`${said} ${String(error)}`)) {
    return new Error(`The embedded mongod cannot listen: port ${port} on 127.0.0.1 is in use.`);
  }
  const advice =
    mongod.mongodProcess?.exitCode === incompatibleDataExitCode
      ? `\nThe data was written by another version of MongoDB. Use that version, or move ${dataPath} away to start afresh.`
      : '';
  return new Error(`The embedded mongod could not start on ${dataPath}:\n${said}${advice}`);
}

function running(
  mongod: MongodProcess,
  port: number,
  binary: MongodBinary,
  folder: DataFolder,
  { report }: EmbeddedMongoOptions,
): EmbeddedMongo {
  let stopped: Promise<void> | undefined;
  mongod.mongodProcess?.once('exit', (code, signal) => {
    if (!stopped) report(`The embedded mongod ended by itself (${signal ?? `exit code ${code}`})`);
  });
  const stop = async (): Promise<void> => {
    await mongod.stop();
    await folder.dispose();
  };
  return {
    uri: `mongodb://127.0.0.1:${port}/?replicaSet=${replicaSetName}`,
    binary,
    dataPath: folder.path,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
