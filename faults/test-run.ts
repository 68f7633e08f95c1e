import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { TestOutcome } from './verdict.js';

export interface TestRunOptions {
  /** Of the project, or of a copy, which is compiled. */
  readonly folder: string;
  /** Of the MongoDB in which the tests make their databases. */
  readonly mongoUri: string;
  /** Tests that take longer do not end. */
  readonly patienceMs: number;
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs test files, given without folder and ending, up to the first that fails. */
export async function testOutcome(files: readonly string[], options: TestRunOptions): Promise<TestOutcome> {
  for (const file of files) {
    const outcome = await outcomeOf(file, options);
    if (outcome.kind !== 'passed') return outcome;
  }
  return { kind: 'passed' };
}

async function outcomeOf(file: string, options: TestRunOptions): Promise<TestOutcome> {
  const out = await mkdtemp(join(tmpdir(), 'seeded-faults-report-'));
  try {
    const report = join(out, 'report.json');
    // The whole name: `metrics` is not `metrics-crash`.
    const pattern = `/${file}\\.test\\.js$`;
    const code = await exitCode(['--runInBand', '--json', `--outputFile=${report}`, pattern], options);
    if (code === 0) return { kind: 'passed' };
    if (code === null) return { kind: 'endless' };
    return { kind: 'failed', ...firstFailure(await reportIn(report, code)) };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** @throws Error where Jest itself failed, which says nothing of the fault */
async function reportIn(path: string, code: number): Promise<Report> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new Error(`Jest ended with ${code} and without a report; is the project compiled?`);
  return JSON.parse(text) as Report;
}

/** Null when it was ended because it took too long. */
async function exitCode(
  args: readonly string[],
  { folder, mongoUri, patienceMs }: TestRunOptions,
): Promise<number | null> {
  const jest = join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
  // CI would have a failed test tried twice, and the long tests may be those that notice.
  const { CI: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--experimental-vm-modules', jest, ...args], {
    cwd: folder,
    env: { ...env, TEST_MONGODB_URI: mongoUri, CHAOS: 'short' },
    stdio: 'ignore',
    // With a group of its own, so that whatever it has started ends with it.
    detached: true,
  });
  const kill = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  const timer = setTimeout(kill, patienceMs);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  process.off('exit', kill);
  return code;
}

function firstFailure({ testResults }: Report): { readonly test: string; readonly reason: string } {
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  if (failed) return { test: failed.fullName, reason: firstLineOf(failed.failureMessages.join('\n')) };
  const message = testResults.map((each) => each.message).join('\n');
  return { test: 'no test', reason: firstLineOf(message) };
}

/** Without the colours of a terminal. */
function firstLineOf(message: string): string {
  return (
    stripVTControlCharacters(message)
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? 'no message'
  );
}
