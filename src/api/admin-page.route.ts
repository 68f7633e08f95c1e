import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import helmet from 'helmet';

/** Where `vite build` puts the page, seen from the compiled file. */
const PAGE = fileURLToPath(new URL('../../web/admin/', import.meta.url));

/**
 * The admin page at /admin and below, where the browser finds its own way. Who holds a key of an admin works here, so
 * the policy allows nothing but the page's own files: no inline script or style, nothing from elsewhere, no frame.
 * Source: https://www.w3.org/TR/CSP3/ and, for the sinks of the DOM, https://www.w3.org/TR/trusted-types/
 */
export function adminPageRoute(): Router {
  const router = Router();
  router.use(
    '/admin',
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
          'img-src': ["'self'"],
          'connect-src': ["'self'"],
          'base-uri': ["'none'"],
          'form-action': ["'none'"],
          'frame-ancestors': ["'none'"],
          'require-trusted-types-for': ["'script'"],
          'trusted-types': ["'none'"],
        },
      },
      frameguard: { action: 'deny' },
      strictTransportSecurity: false,
    }),
  );
  router.get(['/admin', '/admin/*path'], (_request, response) => {
    response.setHeader('cache-control', 'no-cache');
    response.sendFile('index.html', { root: PAGE, cacheControl: false });
  });
  return router;
}
