import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { type RequestHandler, Router } from 'express';
import { pagePolicy } from './security-headers.js';

const TITLE = 'Revenue Engine: GraphiQL';

const FIRST_QUERY = `# Ctrl-Enter runs it, Ctrl-Space suggests fields.
# The headers below say who asks:
# x-organization-id makes a member,
# x-api-key an admin.

query Welcome {
  viewer {
    role
    organizationId
  }
  plans {
    uid
    name
    prices {
      billingInterval
      unitPrice {
        formatted
      }
    }
  }
}
`;

const FIRST_HEADERS = { 'x-organization-id': 'org_acme', 'x-customer-email': 'ada@acme.example' };

/** A page to try operations on, for a browser at /graphql. All that it needs is in it, so it works offline. */
export function graphiqlRoute(): Router {
  const router = Router();
  let page: Page | undefined;
  // Not `get`, which would answer OPTIONS too.
  router.use('/graphql', (request, response, next) => {
    // What likes JSON as well is a client of GraphQL.
    if (request.method !== 'GET' || request.accepts(['application/json', 'text/html']) !== 'text/html') return next();
    page ??= renderPage();
    const { html, contentSecurityPolicy } = page;
    contentSecurityPolicy(request, response, () => response.type('html').send(html));
  });
  return router;
}

interface Page {
  readonly html: string;
  readonly contentSecurityPolicy: RequestHandler;
}

/** The options of https://the-guild.dev/graphql/yoga-server/docs/features/graphiql that are used here. */
interface Renderer {
  renderGraphiQL(options: Readonly<Record<string, string | boolean>>): string;
}

/**
 * Nine megabytes, which nobody waits for who does not want the page. The package's own types would bring those of the
 * browser into the whole program.
 */
function renderPage(): Page {
  const { renderGraphiQL }: Renderer = createRequire(import.meta.url)('@graphql-yoga/render-graphiql');
  const headers = JSON.stringify(FIRST_HEADERS, null, 2);
  const html = renderGraphiQL({
    title: TITLE,
    endpoint: '/graphql',
    defaultQuery: FIRST_QUERY,
    headers,
    defaultHeaders: headers,
    defaultEditorToolsVisibility: 'headers',
    shouldPersistHeaders: true,
  });
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => hashSource(text));
  return {
    html,
    contentSecurityPolicy: pagePolicy({
      'script-src': [...scripts, 'blob:'],
      'worker-src': ['blob:'],
      'style-src': ["'unsafe-inline'"],
      'img-src': ['data:'],
      'font-src': ['data:'],
      'connect-src': ["'self'"],
    }),
  };
}

/** A browser runs a script whose hash the policy has; https://www.w3.org/TR/CSP3/#grammardef-hash-source */
function hashSource(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
