import { type RequestHandler, Router } from 'express';
import type { Connection } from 'mongoose';
import { inTime } from '../terms/in-time.js';

/** Less than the second that orchestrators wait by default: a MongoDB that hangs must not make the probe hang. */
const LONGEST_PING_MS = 800;

/** What an orchestrator asks: whether the process lives, and whether it can serve. */
export class Health {
  #isDraining = false;

  constructor(private readonly connection: Connection) {}

  /** From now on the server says that it is not ready, so that no new requests are sent to it. */
  drain(): void {
    this.#isDraining = true;
  }

  /**
   * While it drains, asks for each connection to be closed after the answer: a request that is sent at the moment in
   * which an idle connection is closed would get none.
   */
  farewell(): RequestHandler {
    return (_request, response, next) => {
      if (this.#isDraining) response.set('connection', 'close');
      next();
    };
  }

  route(): Router {
    const router = Router();
    router.get('/livez', (_request, response) => {
      response.json({ status: 'ok' });
    });
    router.get('/readyz', async (_request, response) => {
      const reason = await this.#obstacle();
      response.status(reason === null ? 200 : 503).json(reason === null ? { status: 'ok' } : { status: reason });
    });
    return router;
  }

  async #obstacle(): Promise<string | null> {
    if (this.#isDraining) return 'shutting down';
    try {
      const { db } = this.connection;
      if (!db) return 'not connected to MongoDB';
      await inTime(db.command({ ping: 1 }), LONGEST_PING_MS, 'MongoDB does not answer in time');
      return null;
    } catch {
      // The reason is in the log of the connection; here its words could show addresses.
      return 'MongoDB does not answer';
    }
  }
}
