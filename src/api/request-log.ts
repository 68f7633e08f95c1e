import { randomUUID } from 'node:crypto';
import { type DestinationStream, type Logger, type SerializedError, pino } from 'pino';
import { pinoHttp } from 'pino-http';
import { masked } from './log-mask.js';

/** What must never stand in a log, wherever it occurs in an entry or in an object of it. */
const SECRETS = ['secretKey', 'jwtSecret', 'adminApiKey', 'client_secret', 'clientSecret', 'authorization'].flatMap(
  (name) => [name, `*.${name}`],
);

/** One line of JSON for each entry; for people, in colours. With a `destination`, the lines go there as JSON. */
export function createLogger(level: string, isPretty: boolean, destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: { paths: SECRETS, censor: '[redacted]' },
    serializers: { err: toErrorFacts },
    hooks: { streamWrite: masked },
  };
  if (destination) return pino(options, destination);
  if (!isPretty) return pino(options);
  const transport = { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } };
  return pino({ ...options, transport });
}

/** Gives each request an id, taken over from the proxy in front where it sends one, and logs its end. */
export function requestLog(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && /^[\w-]{1,128}$/.test(given) ? given : randomUUID();
      response.setHeader('x-request-id', id);
      return id;
    },
    customLogLevel: (_request, response, error) => {
      if (response.statusCode >= 500) return 'error';
      if (response.statusCode >= 400) return 'warn';
      return error ? 'error' : 'debug';
    },
    serializers: {
      // The query may hold what a client should have sent in a header, and the variables of a GraphQL query.
      req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
        id,
        method,
        url: url.split('?', 1)[0],
      }),
      res: ({ statusCode }) => ({ statusCode }),
      err: ({ raw }: SerializedError) => toErrorFacts(raw),
    },
  });
}

/**
 * What a log says of an error. Its other properties stay out, for those of the Stripe SDK carry Stripe's whole answer,
 * client secrets and cards with it.
 */
function toErrorFacts(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack } = pino.stdSerializers.err(error);
  const { code, statusCode, requestId } = error as { code?: unknown; statusCode?: unknown; requestId?: unknown };
  return { type, message, stack, code, statusCode, stripeRequestId: requestId };
}
