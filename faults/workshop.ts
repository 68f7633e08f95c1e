import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { type SeededFault, isIn, seeded } from './seeded-fault.js';

const run = promisify(execFile);

/** What a copy does without, or has in common with the project. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', '.data', '.env', 'node_modules', 'coverage', 'bench-profiles']);
/** A fault may leave something unused; that is no reason not to compile it. */
const UNUSED_IS_FINE = ['--noUnusedLocals', 'false', '--noUnusedParameters', 'false'];

/** A copy of the project in which one fault after the other is seeded; the project itself is never touched. */
export class Workshop {
  private constructor(readonly folder: string) {
    process.once('exit', this.#remove);
  }

  /** @param project its folder, which has been compiled */
  static async open(project: string): Promise<Workshop> {
    const workshop = new Workshop(await mkdtemp(join(tmpdir(), 'seeded-faults-')));
    const { folder } = workshop;
    const isWanted = (path: string) => !LEFT_OUT.has(relative(project, path).split(sep)[0] ?? '');
    await cp(project, folder, { recursive: true, filter: isWanted, preserveTimestamps: true });
    await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
    return workshop;
  }

  /**
   * What the compiler refuses is no fault that tests have to notice.
   *
   * @throws StaleFault
   * @throws Error with the compiler's words when one of the faults does not compile
   */
  async assertCompiling(faults: readonly SeededFault[]): Promise<void> {
    // As many at once as can stand beside each other: looking at all types takes long.
    for (let left = faults; left.length > 0; ) {
      left = await this.#withAll(left, () => this.#compile('--noEmit', ...UNUSED_IS_FINE));
    }
  }

  /**
   * Runs `deed` while the fault is compiled in.
   *
   * @throws StaleFault
   */
  async withFault<R>(fault: SeededFault, deed: () => Promise<R>): Promise<R> {
    const path = join(this.folder, fault.file);
    const text = await readFile(path, 'utf8');
    await writeFile(path, seeded(fault, text));
    try {
      await this.#compile('--noCheck');
      return await deed();
    } finally {
      await writeFile(path, text);
    }
  }

  close(): void {
    process.off('exit', this.#remove);
    this.#remove();
  }

  readonly #remove = (): void => rmSync(this.folder, { recursive: true, force: true });

  /** @returns the faults that could not stand beside the others */
  async #withAll(faults: readonly SeededFault[], deed: () => Promise<void>): Promise<SeededFault[]> {
    const right = new Map<string, string>();
    const wrong = new Map<string, string>();
    const left: SeededFault[] = [];
    for (const fault of faults) {
      const path = join(this.folder, fault.file);
      const text = wrong.get(path) ?? (await readFile(path, 'utf8'));
      if (wrong.has(path) && !isIn(fault, text)) {
        left.push(fault);
        continue;
      }
      if (!right.has(path)) right.set(path, text);
      wrong.set(path, seeded(fault, text));
    }
    try {
      for (const [path, text] of wrong) await writeFile(path, text);
      await deed();
    } finally {
      for (const [path, text] of right) await writeFile(path, text);
    }
    return left;
  }

  async #compile(...options: readonly string[]): Promise<void> {
    const tsc = join(this.folder, 'node_modules', '.bin', 'tsc');
    try {
      await run(tsc, ['-p', 'tsconfig.json', ...options], { cwd: this.folder });
    } catch (error) {
      const { stdout = '' } = error as { readonly stdout?: string };
      throw new Error(`A seeded fault does not compile:\n${stdout}`, { cause: error });
    }
  }
}
