import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { ownPagePolicy } from './security-headers.js';

/** Where `vite build` puts the pages, seen from the compiled file. */
const PAGES = fileURLToPath(new URL('../../web/', import.meta.url));

/** The storefront's pages at / and /checkout-success; nothing they need comes from elsewhere. */
export function storefrontRoute(): Router {
  const router = Router();
  router.get(['/', '/checkout-success'], ownPagePolicy(), (_request, response) => {
    response.sendFile('index.html', { root: PAGES, cacheControl: false });
  });
  // The names of the assets change with their content.
  router.use('/assets', express.static(`${PAGES}assets`, { immutable: true, maxAge: '1y', index: false }));
  return router;
}
