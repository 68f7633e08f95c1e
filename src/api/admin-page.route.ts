import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import { ownPagePolicy } from './security-headers.js';

/** Where `vite build` puts the page, seen from the compiled file. */
const PAGE = fileURLToPath(new URL('../../web/admin/', import.meta.url));

/** The admin page at /admin and below, where the browser finds its own way. Who holds a key of an admin works here. */
export function adminPageRoute(): Router {
  const router = Router();
  router.get(['/admin', '/admin/*path'], ownPagePolicy(), (_request, response) => {
    response.setHeader('cache-control', 'no-cache');
    response.sendFile('index.html', { root: PAGE, cacheControl: false });
  });
  return router;
}
