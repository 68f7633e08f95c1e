import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import type { WebhookInbox } from './webhook-inbox.js';
import type { WebhookWatcher } from './webhook-watcher.js';
import { WEBHOOK_PATH } from './webhook-path.js';
import { WebhookRefused, type WebhookVerifier } from './webhook-signature.js';

export interface WebhookRouteParts {
  readonly verifier: WebhookVerifier;
  readonly inbox: WebhookInbox;
  readonly logger: Logger;
  readonly watcher: WebhookWatcher;
  readonly bodyLimitBytes: number;
}

/**
 * Takes deliveries of Stripe: 200 once the event is stored (again for a duplicate), 400 with a reason for a bad
 * signature, 413 for a body over the limit, 503 when it cannot be stored. How its processing ends changes none of it.
 * Must stand before any parser of bodies, because the signature is over the raw bytes.
 */
export function webhookRoute(parts: WebhookRouteParts): Router {
  const router = Router();
  router.post(WEBHOOK_PATH, express.raw({ type: () => true, limit: parts.bodyLimitBytes }), accept(parts));
  router.use(WEBHOOK_PATH, unreadable(parts));
  return router;
}

function accept({ verifier, inbox, logger, watcher }: WebhookRouteParts): RequestHandler {
  return async (request, response) => {
    const body: unknown = isEmpty(request.headers) ? Buffer.alloc(0) : request.body;
    try {
      const event = verifier.verify(body, request.get('stripe-signature'));
      const isNew = await inbox.accept(event, watcher.delivered(event));
      watcher.received(isNew);
      logger.info({ eventId: event.id, eventType: event.type, isNew }, 'webhook event stored');
      response.status(200).json({ received: true });
    } catch (error) {
      if (error instanceof WebhookRefused) {
        watcher.refused(error.reason);
        logger.warn({ reason: error.reason }, 'webhook delivery refused');
        response.status(400).json({ error: { code: error.reason, message: error.message } });
        return;
      }
      watcher.refused('NOT_STORED');
      logger.error({ err: error }, 'webhook event could not be stored');
      const message = 'The event could not be stored; deliver it again.';
      response
        .status(503)
        .set('retry-after', '5')
        .json({ error: { code: 'NOT_STORED', message } });
    }
  };
}

/** The parser leaves no buffer behind for a request that has no body. */
function isEmpty(headers: {
  readonly 'content-length'?: string | undefined;
  readonly 'transfer-encoding'?: string | undefined;
}): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}

/** What the parser of the raw body refuses: a body over the limit, an unknown encoding, a connection cut short. */
function unreadable({ logger, watcher }: WebhookRouteParts): ErrorRequestHandler {
  return (error: { readonly status?: number; readonly type?: string }, _request, response, next) => {
    if (typeof error.status !== 'number' || error.status >= 500) return next(error);
    const [code, message] =
      error.status === 413
        ? ['BODY_TOO_LARGE', 'The body is larger than WEBHOOK_BODY_LIMIT_BYTES allows.']
        : ['BODY_UNREADABLE', 'The body did not arrive whole, or not in the encoding that its headers name.'];
    watcher.refused(code);
    logger.warn({ reason: code, type: error.type }, 'webhook delivery refused');
    response.status(error.status).json({ error: { code, message } });
  };
}
