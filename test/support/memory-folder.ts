import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';

/** Where Linux keeps files in memory: https://docs.kernel.org/filesystems/tmpfs.html */
const IN_MEMORY = '/dev/shm';
/** What the data of a whole run may take, several times over. */
const ROOM_BYTES = 4 * 2 ** 30;

/**
 * A folder that is never written to a disk, where there is one with room: each test makes a database with all its
 * indexes, for which a disk that confirms each write takes about as long as the test. Nobody needs the data after a loss of power.
 */
export async function memoryFolder(): Promise<string | undefined> {
  const { bsize, bavail } = await statfs(IN_MEMORY).catch(() => ({ bsize: 0, bavail: 0 }));
  return bsize * bavail >= ROOM_BYTES && freemem() >= 2 * ROOM_BYTES ? IN_MEMORY : undefined;
}
