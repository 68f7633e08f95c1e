import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';

/** What must never stand in a log, wherever it occurs in a request. */
const SECRET_HEADERS = ['authorization', 'x-api-key', 'cookie', 'stripe-signature'];
const SECRETS = [
  ...SECRET_HEADERS.map((header) => `req.headers["${header}"]`),
  ...['secretKey', 'jwtSecret', 'adminApiKey', 'client_secret', 'clientSecret'].flatMap((name) => [name, `*.${name}`]),
];

/** One line of JSON for each entry, for people in colours where a person watches. */
export function createLogger(level: string, isPretty: boolean): Logger {
  return pino({
    level,
    redact: { paths: SECRETS, censor: '[redacted]' },
    ...(isPretty
      ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } } }
      : {}),
  });
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
      if (error || response.statusCode >= 500) return 'error';
      return response.statusCode >= 400 ? 'warn' : 'debug';
    },
    serializers: { req: ({ id, method, url }) => ({ id, method, url }), res: ({ statusCode }) => ({ statusCode }) },
  });
}
