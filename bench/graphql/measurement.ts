import { cpuSeconds } from '../process/process-usage.js';
import { percentile } from '../process/percentile.js';
import type { Contestant } from './contestant.js';
import type { LoadGenerator } from './load-generator.js';

/** What is asked of one server in turn with others, and what came of it in each round. */
export class Measurement {
  readonly #perSecond: number[] = [];
  readonly #latencies: number[][] = [];
  #cpu = 0;
  #mongoCpu = 0;
  #requests = 0;

  constructor(
    readonly label: string,
    readonly server: Contestant,
    private readonly bodies: readonly string[],
    private readonly connections: number,
  ) {}

  /** @param isKept whether it counts; a round to warm up does not */
  async round(load: LoadGenerator, milliseconds: number, mongoPid: number, isKept = true): Promise<void> {
    const before = [cpuSeconds(this.server.pid), cpuSeconds(mongoPid)] as const;
    const { bodies, connections } = this;
    const { perSecond, latencies } = await load.run(this.server, { bodies, connections, milliseconds });
    if (!isKept) return;
    this.#cpu += cpuSeconds(this.server.pid) - before[0];
    this.#mongoCpu += cpuSeconds(mongoPid) - before[1];
    this.#requests += latencies.length;
    this.#perSecond.push(perSecond);
    this.#latencies.push([...latencies]);
  }

  /** The middle of the rounds, which one disturbed round does not move. */
  get perSecond(): number {
    return median(this.#perSecond);
  }

  /** The middle of the rounds' percentiles, in milliseconds. */
  percentile(share: number): number {
    return median(this.#latencies.map((round) => percentile(Float64Array.from(round).sort(), share)));
  }

  /** Milliseconds of CPU for each request. */
  get cpu(): number {
    return (this.#cpu * 1000) / this.#requests;
  }

  get mongoCpu(): number {
    return (this.#mongoCpu * 1000) / this.#requests;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
