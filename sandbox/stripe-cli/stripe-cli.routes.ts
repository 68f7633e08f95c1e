import { invalidRequest } from '../http/failures.js';
import type { PublicAddress } from '../http/public-address.js';
import { type Route, unspecifiedRoute } from '../http/route.js';
import type { CliSessions } from './cli-sessions.js';
import { webhookSecretFor } from './webhook-secret.js';

/** The client renews its connection after so many seconds. */
const RECONNECT_DELAY = 120;

export function stripeCliRoutes(sessions: CliSessions, address: PublicAddress, apiVersion: string): Route[] {
  return [
    unspecifiedRoute('POST', '/v1/stripecli/sessions', ({ websocket_features: features }, { apiKey }) => {
      if (!Array.isArray(features) || !features.includes('webhooks')) {
        throw invalidRequest(
          'The sandbox sends snapshot events only: use `stripe listen --all-snapshot` or `--events`.',
          'websocket_features',
        );
      }
      return {
        websocket_id: sessions.open(apiKey).id,
        websocket_url: address.webSocketAt('/subscribe/acct_1'),
        websocket_authorized_feature: 'webhooks',
        secret: webhookSecretFor(apiKey),
        reconnect_delay: RECONNECT_DELAY,
        default_version: apiVersion,
        latest_version: apiVersion,
        display_connect_filter_warning: false,
        device_token: 'dt_1',
      };
    }),
  ];
}
