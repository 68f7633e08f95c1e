import { type IncomingMessage, type Server, createServer } from 'node:http';
import Stripe from 'stripe';

/**
 * The shell that floor and naive share, as small as it can be: node:http, the whole body, Stripe's own verification,
 * then 200 once `take` is done. A body with a wrong signature gets 400, a failure 500. Any GET gets 200.
 */
export function webhookServer(secret: string, take: (event: Stripe.Event) => Promise<void>): Server {
  return createServer(async (request, response) => {
    if (request.method !== 'POST') {
      response.end('ok');
      return;
    }
    const body = await wholeBody(request);
    let event: Stripe.Event;
    try {
      event = Stripe.webhooks.constructEvent(body, request.headers['stripe-signature'] ?? '', secret);
    } catch (error) {
      console.error(error);
      response.writeHead(400).end();
      return;
    }
    try {
      await take(event);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"received":true}');
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  });
}

async function wholeBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
