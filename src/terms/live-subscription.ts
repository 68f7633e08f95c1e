import { GraphQLError } from 'graphql';
import type { RequestContext } from './request-context.js';
import type { LiveStream } from './live-source.js';

interface Subscribing {
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly info: { readonly fieldName: string };
}

/** The `subscribe` of every field of `Subscription`: the request knows the sources. */
export function fromLiveSource({ args, context, info }: Subscribing): Promise<LiveStream> {
  if (context.live) return context.live.open(info.fieldName, args, context);
  throw new GraphQLError('A subscription has more than one answer, and this request can have one only', {
    extensions: { code: 'SUBSCRIPTION_NOT_SUPPORTED' },
  });
}

export const AFTER_DESCRIPTION =
  'Begins with what changed after this position (`extensions.position` of an earlier event) instead of now.';
