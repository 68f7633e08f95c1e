import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { environmentWithoutSettings } from '../src/config.js';
import { databaseUri } from '../src/mongo/database-uri.js';
import { freePort } from '../src/mongo/free-port.js';
import { cleanup } from './support/cleanup.js';
import { temporaryFolder } from './support/engine-process.js';
import { missingLine, type TutorialStep, tutorialSteps } from './support/tutorial-steps.js';

/** `npm run test:tutorial` installs, and goes on to production; otherwise what is installed here is lent. */
const isFull = process.env.TUTORIAL === 'full';
const LAST_QUICK_SECTION = 'The admin page';
/** What is no part of a clone. */
const NOT_CLONED = ['.git', '.data', '.env', 'node_modules', 'dist', 'bench-profiles', 'coverage'];

const run = promisify(execFile);

test('the tutorial does what it says, from an empty folder', async () => {
  const ports = { 3000: await freePort(), 3001: await freePort(), 12111: await freePort() };
  const steps = tutorialSteps(withPorts(await readFile('docs/tutorial.md', 'utf8'), ports));
  const lastQuick = steps.findLastIndex(({ section }) => section === LAST_QUICK_SECTION);
  const wanted = isFull ? steps : steps.slice(0, lastQuick + 1);
  expect(wanted.length).toBeGreaterThan(12);
  const known = {
    REPOSITORY: await repository(),
    MONGODB_URI: databaseUri(process.env.TEST_MONGODB_URI ?? '', `tutorial_${process.pid}`),
  };
  const commands = await Promise.all(wanted.map((step) => commandOf(step, known)));
  const { NODE_OPTIONS: _, ...environment } = environmentWithoutSettings();
  const { output, code } = await inOneShell(commands, await temporaryFolder(), {
    ...environment,
    PORT: String(ports[3000]),
    SANDBOX_PORT: String(ports[12111]),
  });
  const outputs = output.split(/^=== step \d+\n/m).slice(1);
  const missing = wanted.flatMap(({ shows }, index) => missingLine(outputs[index] ?? '', shows) ?? []);
  const isGood = missing.length === 0 && code === 0;
  expect({ missing, code, output: isGood ? '' : output }).toEqual({ missing: [], code: 0, output: '' });
}, 900_000);

/** The ports that the tutorial names may be taken here. */
function withPorts(text: string, ports: Readonly<Record<string, number>>): string {
  return text.replaceAll(/\b(?:3000|3001|12111)\b/g, (port) => String(ports[port]));
}

/** This project as a repository, with what is not committed yet. */
async function repository(): Promise<string> {
  const folder = join(await temporaryFolder(), 'origin');
  const filter = (path: string) => !NOT_CLONED.includes(relative('.', path));
  await cp(resolve('.'), folder, { recursive: true, filter });
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd: folder });
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'The project');
  return folder;
}

/** What goes into the shell: of a step that is not run, the variables of which the test knows the value. */
async function commandOf({ text, notRun }: TutorialStep, known: Readonly<Record<string, string>>): Promise<string> {
  if (notRun !== undefined) {
    const set = Object.entries(known).filter(([name]) => new RegExp(`^${name}=`, 'm').test(text));
    return set.map(([name, value]) => `${name}='${value}'`).join('\n');
  }
  if (isFull || text.trim() !== 'npm install') return text;
  return `ln -s '${await realpath('node_modules')}' node_modules\ncp -r '${resolve('dist')}' dist`;
}

/** Runs all in one bash, which ends with the first that fails. */
async function inOneShell(commands: readonly string[], folder: string, environment: NodeJS.ProcessEnv) {
  // What the servers wrote says why one did not come up.
  const onFailure = `trap 'code=$?; [ $code = 0 ] || tail -n 20 *.log; exit $code' EXIT`;
  const script = [
    'set -e',
    onFailure,
    ...commands.map((command, index) => `echo "=== step ${index}"\n${command}\necho`),
  ].join('\n');
  const shell = spawn('bash', ['-c', script], { cwd: folder, env: environment, detached: true });
  cleanup(async () => {
    try {
      // What it left running is of its process group.
      if (shell.pid) process.kill(-shell.pid, 'SIGKILL');
    } catch {
      // Nothing was left.
    }
  });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const [code] = await once(shell, 'close');
  return { output, code };
}
