import { type RequestHandler, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { type BodyLimits, UnreadableBody, readBody } from './webhook-body.js';
import type { WebhookInbox } from './webhook-inbox.js';
import type { WebhookWatcher } from './webhook-watcher.js';
import { WEBHOOK_PATH } from './webhook-path.js';
import { WebhookRefused, type WebhookVerifier } from './webhook-signature.js';

export interface WebhookRouteParts extends BodyLimits {
  readonly verifier: WebhookVerifier;
  readonly inbox: WebhookInbox;
  readonly logger: Logger;
  readonly watcher: WebhookWatcher;
}

const RECEIVED = '{"received":true}';
const RECEIVED_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': RECEIVED.length };

/**
 * Takes deliveries of Stripe: 200 once the event is stored (again for a duplicate), 400 with a reason for a bad
 * signature, 413 for a body over the limit, 408 for one that comes too slowly, 503 when it cannot be stored. How its
 * processing ends changes none of it. Must stand before any parser of bodies, because the signature is over the raw bytes.
 */
export function webhookRoute(parts: WebhookRouteParts): Router {
  const router = Router();
  router.post(WEBHOOK_PATH, accept(parts));
  return router;
}

function accept(parts: WebhookRouteParts): RequestHandler {
  const { verifier, inbox, logger, watcher } = parts;
  return async (request, response) => {
    try {
      // Whatever parsed it before this route left no raw body to read.
      const body: unknown = request.body ?? (await readBody(request, parts));
      const event = verifier.verify(body, request.get('stripe-signature'));
      const isNew = await inbox.accept(event, Buffer.isBuffer(body) ? body.length : 0, watcher.delivered(event));
      if (isNew === null) watcher.logged();
      else watcher.received(isNew);
      logger.debug({ eventId: event.id, eventType: event.type, isNew }, 'webhook event stored');
      response.writeHead(200, RECEIVED_HEADERS).end(RECEIVED);
    } catch (error) {
      // Nothing of a body that is still coming is waited for.
      if (!request.complete) response.set('connection', 'close').once('finish', () => request.destroy());
      refuse(error, response, parts);
    }
  };
}

function refuse(error: unknown, response: Response, { logger, watcher }: WebhookRouteParts): void {
  const answer = (status: number, code: string, message: string) => {
    watcher.refused(code);
    if (status !== 503) logger.warn({ reason: code }, 'webhook delivery refused');
    response.status(status).json({ error: { code, message } });
  };
  if (error instanceof WebhookRefused) answer(400, error.reason, error.message);
  else if (error instanceof UnreadableBody) answer(error.status, error.code, error.message);
  else {
    logger.error({ err: error }, 'webhook event could not be stored');
    response.set('retry-after', '5');
    answer(503, 'NOT_STORED', 'The event could not be stored; deliver it again.');
  }
}
