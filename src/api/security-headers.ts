import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Directives = Readonly<Record<string, readonly string[]>>;

const SELF = ["'self'"];
const NONE = ["'none'"];
const A_YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Of our own pages: their own files alone, no inline script or style, nothing from elsewhere, no unsafe sink of the DOM. */
const OWN_FILES: Directives = { 'script-src': SELF, 'style-src': SELF, 'img-src': SELF, 'connect-src': SELF };
/** Source: https://www.w3.org/TR/trusted-types/ */
const NO_UNSAFE_SINKS: Directives = { 'require-trusted-types-for': ["'script'"], 'trusted-types': NONE };

/**
 * The headers of every answer, page or not; a page then says what it needs beyond nothing by {@link pagePolicy}. What
 * comes over TLS, also as a trusted proxy says, is to stay so; the names below this one are somebody else's to decide.
 * Sources: https://helmetjs.github.io, https://www.rfc-editor.org/rfc/rfc6797#section-7.2
 */
export function securityHeaders(): RequestHandler {
  const headers = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: policyOf({}) },
    frameguard: { action: 'deny' },
    strictTransportSecurity: false,
  });
  const staySecure = helmet.strictTransportSecurity({ maxAge: A_YEAR_SECONDS, includeSubDomains: false });
  return (request, response, next) => {
    headers(request, response, (error?: unknown) => {
      if (error || !request.secure) return next(error);
      staySecure(request, response, next);
    });
  };
}

/** What one of our own pages may do. */
export function ownPagePolicy(): RequestHandler {
  return contentPolicy({ ...policyOf(OWN_FILES), ...NO_UNSAFE_SINKS });
}

/** What a page may do that needs more than its own files; all else stays forbidden. */
export function pagePolicy(needs: Directives): RequestHandler {
  return contentPolicy(policyOf(needs));
}

/** Source: https://www.w3.org/TR/CSP3/ */
function policyOf(needs: Directives): Directives {
  return { 'default-src': NONE, ...needs, 'base-uri': NONE, 'form-action': NONE, 'frame-ancestors': NONE };
}

function contentPolicy(directives: Directives): RequestHandler {
  return helmet.contentSecurityPolicy({ useDefaults: false, directives: { ...directives } });
}
