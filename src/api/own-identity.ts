import type { Request } from 'express';
import { isOrganizationId, type ViewerIdentity } from './viewer-identity.js';
import { Role, type Viewer } from '../terms/viewer.js';

/**
 * Says who asks, before the engine's own ways (key, token, headers) are looked at.
 *
 * @returns undefined to leave it to these; `ANONYMOUS` for somebody whom they must not be asked about
 * @throws InvalidIdentity for an identity that is given and wrong; it is answered 401 with its message
 */
export type Authenticate = (request: Request) => Viewer | undefined | Promise<Viewer | undefined>;

/** Finds out who asks. */
export type Identify = (request: Request) => Promise<Viewer>;

/** The identity of a viewer as the program that hosts the engine sees it, or else as the engine does. */
export function identifyBy(builtIn: ViewerIdentity, authenticate: Authenticate | undefined): Identify {
  if (!authenticate) return (request) => builtIn.viewerOf(request.headers);
  return async (request) => {
    const viewer = await authenticate(request);
    if (viewer === undefined) return builtIn.viewerOf(request.headers);
    assertUsable(viewer);
    return viewer;
  };
}

/** A mistake of the program, not of whoever asks. */
function assertUsable({ role, organizationId }: Viewer): void {
  if (organizationId === null) {
    if (role === Role.MEMBER) throw new Error('authenticate gave a member without an organizationId');
    return;
  }
  if (isOrganizationId(organizationId)) return;
  throw new Error('authenticate gave an organizationId that is not 1 to 200 letters, digits or any of _ . : @ -');
}
