import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ANONYMOUS, Role, Viewer } from 'revenue-engine';

/** The sign-in that this program has anyway; a real one keeps its sessions in a store. */
export class SignIn {
  readonly #sessions = new Map<string, Viewer>();

  /** @returns the session, for a cookie */
  begin(organizationId: string, email: string): string {
    const session = randomUUID();
    this.#sessions.set(session, new Viewer(Role.MEMBER, organizationId, email));
    return session;
  }

  /**
   * Who asks. Whoever is not signed in sees the catalogue and nothing else; only who comes with a key of the engine's own,
   * such as an operator, is left to it.
   */
  readonly viewerOf = (request: IncomingMessage): Viewer | undefined => {
    if (request.headers['x-api-key'] !== undefined) return undefined;
    const session = /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    return this.#sessions.get(session) ?? ANONYMOUS;
  };
}
