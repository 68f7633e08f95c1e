import pMap from 'p-map';
import type { SeededFault } from './seeded-fault.js';
import { testOutcome } from './test-run.js';
import { said, type TestOutcome } from './verdict.js';
import type { Workshops } from './workshops.js';

export interface SeedingOptions {
  /** How many faults are tried at once; as many workshops are there. */
  readonly together: number;
  /** Of the MongoDB in which the tests make their databases. */
  readonly mongoUri: string;
  /** Tests that take longer do not end. */
  readonly patienceMs: number;
}

/** Puts faults into copies of the project, one into each at a time, and runs the tests that have to notice them. */
export class FaultSeeding {
  constructor(
    private readonly workshops: Workshops,
    private readonly options: SeedingOptions,
  ) {}

  /**
   * Tests that fail without a fault would notice every one.
   *
   * @throws Error for the first test file that fails
   */
  async assertSound(faults: readonly SeededFault[]): Promise<void> {
    const files = [...new Set(faults.flatMap(({ noticedBy }) => noticedBy))].sort();
    await this.#each(files, async (file) => {
      const outcome = await this.workshops.use(({ folder }) => this.#tests([file], folder));
      if (outcome.kind !== 'passed') {
        throw new Error(`${file} fails without a fault, so it shows nothing: ${said(outcome)}`);
      }
    });
  }

  /** @param onTried told of each as soon as it is known, with how long it took */
  async tryAll(
    faults: readonly SeededFault[],
    onTried: (fault: SeededFault, outcome: TestOutcome, milliseconds: number) => void,
  ): Promise<void> {
    await this.#each(faults, async (fault) => {
      const startedAt = performance.now();
      const outcome = await this.workshops.use((workshop) =>
        workshop.withFault(fault, () => this.#tests(fault.noticedBy, workshop.folder)),
      );
      onTried(fault, outcome, performance.now() - startedAt);
    });
  }

  async #each<T>(items: readonly T[], deed: (item: T) => Promise<void>): Promise<void> {
    await pMap(items, deed, { concurrency: this.options.together });
  }

  #tests(files: readonly string[], folder: string): Promise<TestOutcome> {
    const { mongoUri, patienceMs } = this.options;
    return testOutcome(files, { folder, mongoUri, patienceMs });
  }
}
