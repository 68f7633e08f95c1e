import { ApolloArmor } from '@escape.tech/graphql-armor';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';

/** What one operation may ask for. */
export interface QueryLimits {
  /** Levels of fields in fields, fragments flattened. */
  readonly maxDepth: number;
  /** Fields that can be answered: an object counts 2, a scalar 1, and all of a list as often as its page has rows. */
  readonly maxCost: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Words and signs of the document. */
  readonly maxTokens: number;
}

type ArmorConfig = NonNullable<ConstructorParameters<typeof ApolloArmor>[0]>;

interface Limit {
  readonly setting: string;
  readonly maximum: number;
  readonly found?: number | undefined;
}

/** An operation asks for more than one may; the extensions say which limit it passed, and which number holds. */
export class QueryLimitExceeded extends GraphQLError {
  constructor(what: string, { setting, maximum, found }: Limit) {
    const much = found === undefined ? 'more' : String(found);
    super(`The operation has ${much} ${what}; at most ${maximum} are allowed (${setting})`, {
      extensions: {
        code: 'QUERY_LIMIT_EXCEEDED',
        limit: { setting, maximum, ...(found === undefined ? {} : { found }) },
        http: { status: 400 },
      },
    });
  }
}

/** Depth, aliases and directives: what the text of an operation says by itself. */
export function documentRules({ maxDepth, maxAliases, maxDirectives }: QueryLimits): ValidationRule[] {
  return armorRules({
    maxDepth: { n: maxDepth, flattenFragments: true, ...rejecting('levels of fields', 'GRAPHQL_MAX_DEPTH', maxDepth) },
    maxAliases: { n: maxAliases, ...rejecting('aliases', 'GRAPHQL_MAX_ALIASES', maxAliases) },
    maxDirectives: { n: maxDirectives, ...rejecting('directives', 'GRAPHQL_MAX_DIRECTIVES', maxDirectives) },
  });
}

/** The cost of an operation whose page sizes stand in its text; see `withPageSizes`. */
export function costRules({ maxCost }: QueryLimits): ValidationRule[] {
  return armorRules({
    costLimit: {
      maxCost,
      depthCostFactor: 1,
      flattenFragments: true,
      ...rejecting('units of cost', 'GRAPHQL_MAX_COST', maxCost),
    },
  });
}

/** The parser's own limit, which stops before the whole document is read. */
export function tokensExceeded(error: unknown, { maxTokens }: QueryLimits): QueryLimitExceeded | undefined {
  const isAborted = error instanceof GraphQLError && /more tha[nt] \d+ tokens/.test(error.message);
  return isAborted
    ? new QueryLimitExceeded('tokens', { setting: 'GRAPHQL_MAX_TOKENS', maximum: maxTokens })
    : undefined;
}

/** Only those protections that are configured; what Apollo can do itself is left to it. */
function armorRules(configured: ArmorConfig): ValidationRule[] {
  const off = { enabled: false } as const;
  const armor = new ApolloArmor({
    blockFieldSuggestion: off,
    maxTokens: off,
    maxDepth: off,
    maxAliases: off,
    maxDirectives: off,
    costLimit: off,
    ...configured,
  });
  return [...armor.protect().validationRules];
}

/** Reports in our words instead of throwing, which Apollo would answer with 500. */
function rejecting(what: string, setting: string, maximum: number) {
  return {
    propagateOnRejection: false,
    onReject: [
      (context: ValidationContext | null, { message }: GraphQLError) => {
        const found = /found (\d+)/.exec(message)?.[1];
        const error = new QueryLimitExceeded(what, { setting, maximum, found: found ? Number(found) : undefined });
        context?.reportError(error);
      },
    ],
  };
}
