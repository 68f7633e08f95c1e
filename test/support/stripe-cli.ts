import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cleanup } from './cleanup.js';

/** Where the official CLI finds Stripe: at an address of the form `http://127.0.0.1:port`, or on a Unix socket. */
export type StripeAddress = { readonly apiBase: string } | { readonly socket: string };

export interface StripeCliRun {
  readonly code: number | null;
  /** What it wrote, stdout before stderr. */
  readonly output: string;
}

/** The official Stripe CLI, pointed at a stand-in for Stripe. */
export interface StripeCli {
  /** Runs a command to its end, such as `trigger invoice.paid`. */
  run(...args: readonly string[]): Promise<StripeCliRun>;
  /**
   * Runs `stripe listen` until `stop`, or until the end of the test file.
   *
   * @throws Error with what it wrote, when it ends before it is ready
   */
  listen(...args: readonly string[]): Promise<{ stop(): Promise<void> }>;
}

export function stripeCli(address: StripeAddress, apiKey = 'sk_test_123456789012'): StripeCli {
  const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'));
  // Nothing else is inherited: a proxy of the environment would change the way to the socket.
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: home,
    STRIPE_API_KEY: apiKey,
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
    DO_NOT_TRACK: '1',
    ...('socket' in address ? { STRIPE_CLI_UNIX_SOCKET: address.socket } : {}),
  };
  const base = 'apiBase' in address ? ['--api-base', address.apiBase] : [];
  const start = (args: readonly string[]): Started => {
    const child = spawn(binary(), [...args, ...base], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        written[name] += text;
      });
    }
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const stop = async (): Promise<void> => {
      child.kill('SIGKILL');
      await ended;
    };
    cleanup(stop);
    return { child, ended, stop, output: () => written.stdout + written.stderr };
  };
  return {
    run: async (...args) => {
      const { ended, output } = start(args);
      return { code: await ended, output: output() };
    },
    listen: async (...args) => {
      const { child, ended, stop, output } = start(['listen', ...args]);
      const ready = new Promise<'ready'>((resolve) => {
        child.stderr?.on('data', () => {
          if (output().includes('Ready!')) resolve('ready');
        });
      });
      const outcome = await Promise.race([ready, ended]);
      if (outcome !== 'ready') throw new Error(`stripe listen ended:\n${output()}`);
      return { stop };
    },
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly stop: () => Promise<void>;
  readonly output: () => string;
}

/** The program itself, since ending the package's wrapper script would leave it running. */
function binary(): string {
  const require = createRequire(import.meta.url);
  const platforms: unknown = JSON.parse(readFileSync(require.resolve('@stripe/cli/platforms.json'), 'utf8'));
  const { pkg, bin } = (platforms as Record<string, { pkg: string; bin: string }>)[
    `${process.platform}-${process.arch}`
  ] ?? { pkg: '@stripe/cli', bin: 'stripe' };
  return join(dirname(require.resolve(`${pkg}/package.json`)), 'bin', bin);
}
