import { Workshop } from './workshop.js';

/** So many copies of the project, each of which is used by one at a time. */
export class Workshops {
  readonly #free: Workshop[];

  private constructor(private readonly all: readonly Workshop[]) {
    this.#free = [...all];
  }

  /** @param project its folder, which has been compiled */
  static async open(project: string, count: number): Promise<Workshops> {
    const all: Workshop[] = [];
    for (let number = 0; number < count; number += 1) all.push(await Workshop.open(project));
    return new Workshops(all);
  }

  /** @throws Error when more are used at once than there are */
  async use<R>(deed: (workshop: Workshop) => Promise<R>): Promise<R> {
    const workshop = this.#free.pop();
    if (!workshop) throw new Error('There are fewer copies of the project than are used at once');
    try {
      return await deed(workshop);
    } finally {
      this.#free.push(workshop);
    }
  }

  close(): void {
    for (const workshop of this.all) workshop.close();
  }
}
