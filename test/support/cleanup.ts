const cleanups: (() => Promise<unknown>)[] = [];

/**
 * Has `work` done when all tests of the file are over, the newest first, also when one of them failed: what is left
 * open would keep the process from ending.
 */
export function cleanup(work: () => Promise<unknown>): void {
  cleanups.push(work);
}

afterAll(async () => {
  for (const work of cleanups.splice(0).reverse()) await work();
});
