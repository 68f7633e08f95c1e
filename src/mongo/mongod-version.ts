import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const timeoutMs = 10_000;

/**
 * Runs `mongod --version`, which also proves that the binary fits this machine.
 *
 * @returns the version, such as `6.0.5`
 * @throws Error with the reason why it does not run, for example the shared library that is missing
 */
export async function mongodVersion(binary: string): Promise<string> {
  const { stdout } = await run(binary, ['--version'], { timeout: timeoutMs }).catch((error: unknown) => {
    throw new Error(`${binary} does not run on this machine: ${reasonOf(error)}`);
  });
  const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (!version) throw new Error(`${binary} is no mongod: it does not report a version`);
  return version;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stderr = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  const reason = stderr || error.message;
  const library = /(lib[\w.+-]+?)(?=: cannot open shared object)/.exec(reason)?.[1];
  return library ? `${reason} (install ${debianPackages[library] ?? `the package that holds ${library}`})` : reason;
}

/** What mongod links against and a slim Debian or Ubuntu image lacks. */
const debianPackages: Readonly<Record<string, string>> = {
  'libcurl.so.4': 'it with: apt-get install libcurl4',
  'libssl.so.3': 'it with: apt-get install libssl3',
  'libcrypto.so.3': 'it with: apt-get install libssl3',
};
