import { Router } from 'express';
import type { Connection } from 'mongoose';

/** What an orchestrator asks: whether the process lives, and whether it can serve. */
export class Health {
  #isDraining = false;

  constructor(private readonly connection: Connection) {}

  /** From now on the server says that it is not ready, so that no new requests are sent to it. */
  drain(): void {
    this.#isDraining = true;
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
      await this.connection.db?.command({ ping: 1 });
      return this.connection.db ? null : 'not connected to MongoDB';
    } catch {
      // The reason is in the log of the connection; here its words could show addresses.
      return 'MongoDB does not answer';
    }
  }
}
