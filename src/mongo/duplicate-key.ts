/** MongoDB's code for it. */
export const DUPLICATE_KEY = 11000;

/** MongoDB's error 11000: another document has the same value in a unique index. */
export function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === DUPLICATE_KEY;
}
