import type { RequestHandler } from 'express';
import type { Tracer } from '../terms/tracer.js';

/**
 * A span from the request's headers to the end of its answer.
 *
 * @param continues whether the caller may be known to be one of ours, whose trace it belongs to
 */
export function tracedRequest(tracer: Tracer, route: string, continues: boolean): RequestHandler {
  return (request, response, next) => {
    const { method } = request;
    const span = {
      name: `${method} ${route}`,
      kind: 'server' as const,
      facts: { 'http.request.method': method, 'http.route': route },
      parent: continues ? request.get('traceparent') : undefined,
    };
    void tracer.run(span, async () => {
      const closed = new Promise<void>((resolve) => response.once('close', resolve));
      next();
      await closed;
      tracer.tell({ 'http.response.status_code': response.statusCode });
    });
  };
}
