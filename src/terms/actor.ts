import { ChangeCause, type ChangeOrigin } from './change-origin.js';
import { Role, type Viewer } from './viewer.js';

const ADMIN = 'admin';

/** Who a viewer is in the history of what they change: `admin`, `admin:<e-mail>`, or a member's e-mail or organization. */
export function actorOf({ role, email, organizationId }: Viewer): string {
  if (role === Role.ADMIN) return email === null ? ADMIN : `${ADMIN}:${email}`;
  return email ?? organizationId ?? 'nobody';
}

/** What a viewer asks for, by a mutation or by confirming a checkout. */
export function askedBy(
  viewer: Viewer,
  cause: ChangeCause.MUTATION | ChangeCause.CONFIRMATION = ChangeCause.MUTATION,
): ChangeOrigin {
  return { cause, actor: actorOf(viewer) };
}

/** As a viewer may see it: which of the administrators it was is for administrators only. */
export function shownActor(actor: string, { role }: Viewer): string {
  return role !== Role.ADMIN && actor.startsWith(`${ADMIN}:`) ? ADMIN : actor;
}
