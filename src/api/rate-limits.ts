import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Role, type Viewer } from '../terms/viewer.js';
import { networkOf } from './client-address.js';
import { GraphqlRefusal } from './graphql-refusal.js';

/** Each counts a minute in this process; 0 for no limit. */
export interface RateLimitOptions {
  /** Requests from one address. */
  readonly perAddress: number;
  /** Requests of one viewer who is known. */
  readonly perViewer: number;
  /** Keys and tokens from one address that are not valid. */
  readonly refusedPerAddress: number;
}

const WINDOW_SECONDS = 60;

/**
 * How often one may ask. Counted in memory, because a count in the database would make each read wait for a write, and
 * would be lost in the very outage that many repetitions bring: docs/decisions/0018-rate-limits-in-memory.md.
 */
export class RateLimits {
  readonly #addresses: Limit;
  readonly #viewers: Limit;
  readonly #refusals: Limit;

  constructor({ perAddress, perViewer, refusedPerAddress }: RateLimitOptions) {
    this.#addresses = new Limit(perAddress, 'RATE_LIMIT_PER_ADDRESS', 'requests from one address');
    this.#viewers = new Limit(perViewer, 'RATE_LIMIT_PER_VIEWER', 'requests of one viewer');
    this.#refusals = new Limit(refusedPerAddress, 'RATE_LIMIT_REFUSED', 'invalid keys or tokens from one address');
  }

  /** Before anything is done for the request, even finding out who asks. */
  readonly byAddress: RequestHandler = async (request, response, next) => {
    await this.#addresses.count(addressOf(request), response);
    if (hasIdentity(request)) await this.#refusals.check(addressOf(request), response);
    next();
  };

  /** After it is known who asks; the anonymous are known by their address alone. */
  byViewer(viewerOf: (response: Response) => Viewer): RequestHandler {
    return async (_request, response, next) => {
      const { role, organizationId, email } = viewerOf(response);
      if (role !== Role.ANONYMOUS) await this.#viewers.count(JSON.stringify([role, organizationId, email]), response);
      next();
    };
  }

  /** For a key or a token that is not valid: whoever guesses shall not guess often. */
  async refused(request: Request, response: Response): Promise<void> {
    await this.#refusals.count(addressOf(request), response);
  }
}

class Limit {
  readonly #counts: RateLimiterMemory | undefined;

  constructor(
    private readonly maximum: number,
    private readonly setting: string,
    private readonly what: string,
  ) {
    if (maximum > 0) this.#counts = new RateLimiterMemory({ points: maximum, duration: WINDOW_SECONDS });
  }

  /** @throws GraphqlRefusal for one too many */
  async count(key: string, response: Response): Promise<void> {
    try {
      await this.#counts?.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw this.#refusal(error, response);
    }
  }

  /** @throws GraphqlRefusal where nothing more may be counted */
  async check(key: string, response: Response): Promise<void> {
    const counted = await this.#counts?.get(key);
    if (counted && counted.consumedPoints >= this.maximum) throw this.#refusal(counted, response);
  }

  #refusal({ msBeforeNext }: RateLimiterRes, response: Response): GraphqlRefusal {
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    response.set('retry-after', String(seconds));
    return new GraphqlRefusal(
      429,
      `At most ${this.maximum} ${this.what} a minute (${this.setting}): try again in ${seconds} s`,
      {
        code: 'RATE_LIMITED',
        limit: { setting: this.setting, maximum: this.maximum },
        retryAfterSeconds: seconds,
      },
    );
  }
}

function addressOf({ ip }: Request): string {
  // A connection that broke has none; nobody will read the answer.
  return networkOf(ip ?? '');
}

function hasIdentity({ headers }: Request): boolean {
  return headers['x-api-key'] !== undefined || headers.authorization !== undefined;
}
