import { type Config, ConfigError, readConfig } from './config.js';

/** A configuration that says which Stripe it is. */
export type CompleteConfig = Config & { readonly stripe: { readonly secretKey: string } };

/** Where a program that hosts the engine differs from `revenue-engine serve`. */
export interface HostOptions {
  /** It says by itself who asks, so that no key, token or header has to be set. */
  readonly authenticates?: boolean;
}

/**
 * The configuration for an engine that another program hosts, from the variables of README.md. Nothing is embedded: it has to
 * say where Stripe and MongoDB are.
 *
 * @throws ConfigError that names every fault
 */
export function engineConfig(
  variables: NodeJS.ProcessEnv,
  { authenticates = false }: HostOptions = {},
): CompleteConfig {
  const config = readConfig(variables, { embeds: false, authenticates });
  const { secretKey } = config.stripe;
  if (secretKey === undefined) throw new ConfigError(['STRIPE_SECRET_KEY: is missing']);
  return { ...config, stripe: { ...config.stripe, secretKey } };
}
