import { GraphQLError } from 'graphql';
import type { AuthCheckerFn } from 'type-graphql';
import type { RequestContext } from '../terms/request-context.js';
import { Role } from '../terms/viewer.js';

/** Lets those through that have the role a root field declares; an admin may do all that a member may. */
export const checkRole: AuthCheckerFn<RequestContext, Role> = ({ context: { viewer } }, roles) => {
  if (viewer.role === Role.ADMIN || roles.includes(viewer.role)) return true;
  if (viewer.role === Role.ANONYMOUS) {
    throw new GraphQLError('Say who asks: send a bearer token or an API key', {
      extensions: { code: 'UNAUTHENTICATED' },
    });
  }
  throw new GraphQLError('This is for admins', { extensions: { code: 'FORBIDDEN' } });
};
