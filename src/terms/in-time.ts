/**
 * What `work` comes to, when it does so in time; it runs on when it does not.
 *
 * @throws Error with `complaint` when the time is up
 */
export async function inTime<T>(work: Promise<T>, milliseconds: number, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(complaint)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same for work that can be told to end.
 *
 * @param begin is given a signal that is aborted when the time is up, or when it failed
 */
export async function inTimeOrAborted(
  begin: (signal: AbortSignal) => Promise<void> | void,
  milliseconds: number,
  complaint: string,
): Promise<void> {
  const end = new AbortController();
  try {
    await inTime(Promise.resolve(begin(end.signal)), milliseconds, complaint);
  } catch (error) {
    end.abort(error);
    throw error;
  }
}
