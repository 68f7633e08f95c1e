import type { LiveEnd, LiveWatcher } from '../terms/live-watcher.js';
import type { Viewer } from '../terms/viewer.js';
import { GraphqlRefusal } from './graphql-refusal.js';

export interface LiveLimits {
  readonly maxConnections: number;
  readonly maxPerOrganization: number;
}

/** One client's open stream. */
export interface LiveConnection {
  readonly isOver: boolean;
  /** Takes it off the list; later reasons do not count. */
  leave(why: LiveEnd): void;
  /** Called when the process wants to end. */
  onDrain: () => void;
  /** Called once it is off the list, whatever the reason. */
  onLeave: () => void;
}

/** The streams that are open in this process: not more than it can hold, and none when it wants to end. */
export class LiveConnections {
  readonly #open = new Set<LiveConnection>();
  readonly #perOrganization = new Map<string, number>();
  #isDraining = false;

  constructor(
    private readonly limits: LiveLimits,
    private readonly watcher: LiveWatcher,
  ) {}

  get count(): number {
    return this.#open.size;
  }

  /** @throws GraphqlRefusal when there are too many, or the process is about to end */
  enter({ organizationId }: Viewer): LiveConnection {
    this.#refuse(organizationId);
    this.#count(organizationId, 1);
    const open = this.#open;
    const connection: LiveConnection = {
      onDrain: () => undefined,
      onLeave: () => undefined,
      get isOver() {
        return !open.has(connection);
      },
      leave: (why) => {
        if (!open.delete(connection)) return;
        this.#count(organizationId, -1);
        this.watcher.ended(why);
        connection.onLeave();
      },
    };
    this.#open.add(connection);
    return connection;
  }

  /** Ends all: their clients go to another process, which goes on where this one ended. */
  drain(): void {
    this.#isDraining = true;
    for (const connection of [...this.#open]) {
      connection.leave('drained');
      connection.onDrain();
    }
  }

  #refuse(organizationId: string | null): void {
    if (this.#isDraining) {
      throw new GraphqlRefusal(503, 'This process is about to end: try again', { code: 'LIVE_LIMIT_EXCEEDED' });
    }
    const { maxConnections, maxPerOrganization } = this.limits;
    if (this.#open.size >= maxConnections) throw tooMany(503, 'LIVE_MAX_CONNECTIONS', maxConnections);
    if ((this.#perOrganization.get(organizationId ?? '') ?? 0) >= maxPerOrganization) {
      throw tooMany(429, 'LIVE_MAX_PER_ORGANIZATION', maxPerOrganization);
    }
  }

  /** Who acts for no organization is an admin, whom only the first limit binds. */
  #count(organizationId: string | null, change: number): void {
    if (organizationId === null) return;
    const count = (this.#perOrganization.get(organizationId) ?? 0) + change;
    if (count > 0) this.#perOrganization.set(organizationId, count);
    else this.#perOrganization.delete(organizationId);
  }
}

function tooMany(status: number, setting: string, maximum: number): GraphqlRefusal {
  return new GraphqlRefusal(status, `At most ${maximum} streams may be open (${setting}): close one, or try later`, {
    code: 'LIVE_LIMIT_EXCEEDED',
    limit: { setting, maximum },
  });
}
