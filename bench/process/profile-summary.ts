import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** What is used of https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

const MOST_ROWS = 25;
const IDLE = new Set(['(idle)', '(program)', '(root)']);

/**
 * Where the time of a CPU profile went in which the process was not idle: by package or room, then by function, the most
 * first. The profiler samples by the clock, so a call of the system counts while it waits for a core, too.
 */
export async function profileSummary(path: string): Promise<string> {
  const profile = JSON.parse(await readFile(path, 'utf8')) as CpuProfile;
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byGroup = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let total = 0;
  profile.samples.forEach((id, index) => {
    const frame = frames.get(id);
    const milliseconds = (profile.timeDeltas[index] ?? 0) / 1000;
    if (!frame || IDLE.has(frame.functionName)) return;
    total += milliseconds;
    const group = groupOf(frame.functionName, frame.url);
    const place = frame.url === '' ? '' : ` ${basename(frame.url)}:${frame.lineNumber + 1}`;
    add(byGroup, group, milliseconds);
    add(byFunction, `${frame.functionName || '(anonymous)'}${place} [${group}]`, milliseconds);
  });
  return [
    `${total.toFixed(0)} ms not idle, by place:`,
    top(byGroup, total),
    'by function:',
    top(byFunction, total),
  ].join('\n');
}

function groupOf(functionName: string, url: string): string {
  const packages = [...url.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
  const last = packages.at(-1)?.[1];
  if (last) return last;
  const room = /\/dist\/(src\/[^/]+)/.exec(url)?.[1];
  if (room) return room;
  if (url.startsWith('node:')) return url.split('/')[0] ?? url;
  return functionName.startsWith('(') ? functionName : 'native';
}

function add(sums: Map<string, number>, key: string, milliseconds: number): void {
  sums.set(key, (sums.get(key) ?? 0) + milliseconds);
}

function top(sums: ReadonlyMap<string, number>, total: number): string {
  return [...sums]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_ROWS)
    .map(([key, milliseconds]) => `${((milliseconds / total) * 100).toFixed(1).padStart(6)} %  ${key}`)
    .join('\n');
}
