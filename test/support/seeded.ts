/** Numbers from 0 to 1 that are the same for the same seed (mulberry32), so that what failed can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Takes `count` of the items out of the list, at random. */
export function drawn<T>(items: T[], count: number, random: () => number): T[] {
  return Array.from({ length: count }, () => {
    const [item] = items.splice(Math.floor(random() * items.length), 1);
    if (item === undefined) throw new Error('There are not so many');
    return item;
  });
}
