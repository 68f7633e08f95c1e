import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const commands = ['pip', 'pip3'];

/**
 * The index that pip is configured to use, from its environment variables or its configuration files;
 * undefined when pip is missing or has none. https://pip.pypa.io/en/stable/topics/configuration/
 */
export async function configuredPackageIndex(): Promise<string | undefined> {
  for (const pip of commands) {
    const listed = await run(pip, ['config', 'list'], { timeout: 5_000 }).catch(() => undefined);
    if (!listed) continue;
    const settings = new Map(
      [...listed.stdout.matchAll(/^(:env:|install|global)\.index-url='(.+)'$/gm)].map(([, scope, url]) => [scope, url]),
    );
    return settings.get(':env:') ?? settings.get('install') ?? settings.get('global');
  }
  return undefined;
}

/**
 * Lets pip fetch one package, for the proxies, certificates and credentials that it knows.
 *
 * @param requirement such as `name==1.0.0`
 * @throws Error with pip's own last words
 */
export async function pipDownload(requirement: string, folder: string): Promise<void> {
  const options = ['download', '--no-deps', '--only-binary=:all:', '--dest', folder, requirement];
  let failure = 'pip: not installed';
  for (const pip of commands) {
    try {
      await run(pip, options, { timeout: 60_000 });
      return;
    } catch (error) {
      const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
      if (stderr) failure = `pip: ${stderr.split('\n').at(-1)}`;
    }
  }
  throw new Error(failure);
}
