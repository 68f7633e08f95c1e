import type { Request } from 'express';

export const RESPONSE_TYPE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

/** Which form of answer the client likes best; application/json where it does not say. Undefined: none that we have. */
export function acceptedType(request: Request): string | undefined {
  return request.accepts([JSON_TYPE, RESPONSE_TYPE]) || undefined;
}
