/** Looks until there is something to see; fails after `patienceMs`. */
export async function until<T>(look: () => Promise<T | null | undefined | false>, patienceMs = 10_000): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`It did not come about within ${patienceMs} ms: ${String(look)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
