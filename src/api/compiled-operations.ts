import {
  BREAK,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

/** How many operations are kept compiled: those of some applications, and not without bound, for strangers send them. */
const KEPT = 500;

/** Compiling takes as long as some executions, so an operation has to come back first. */
const COMPILED_AT = 2;

export interface OperationToCompile {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The hash of the document's text. */
  readonly documentHash: string;
}

type Run = CompiledQuery['query'];

interface Known {
  times: number;
  /** Null when it is left to graphql-js. */
  run?: Run | null;
}

/**
 * Queries made into JavaScript, by graphql-jit (https://github.com/zalando-incubator/graphql-jit). What it cannot do as
 * graphql-js does is left to graphql-js; docs/decisions/0015-compiled-execution.md lists it.
 */
export class CompiledOperations {
  readonly #known = new LRUCache<string, Known>({ max: KEPT });

  constructor(private readonly schema: GraphQLSchema) {}

  /** Undefined when graphql-js has to execute it: for now, or for good. */
  find(given: OperationToCompile): Run | undefined {
    const { operation, documentHash } = given;
    if (operation.operation !== OperationTypeNode.QUERY) return undefined;
    const key = `${documentHash} ${operation.name?.value ?? ''}`;
    const known = this.#known.get(key) ?? { times: 0 };
    known.times += 1;
    if (known.times === 1) this.#known.set(key, known);
    if (known.times < COMPILED_AT) return undefined;
    if (known.run === undefined) known.run = this.#compile(given);
    return known.run ?? undefined;
  }

  #compile({ document, operation }: OperationToCompile): Run | null {
    if (!isCompilable(document)) return null;
    const compiled = compileQuery(this.schema, document, operation.name?.value);
    return isCompiledQuery(compiled) ? compiled.query : null;
  }
}

/**
 * Text that a client wrote must never become code. graphql-jit writes the values of a document's arguments into the code
 * that it makes, and takes a string that begins with a mark of its own for code: strings belong into variables, and an
 * operation that has one in its text is not compiled. Nor is one with directives or introspection, which it handles in
 * ways of its own.
 */
function isCompilable(document: DocumentNode): boolean {
  let isFound = false;
  const find = () => {
    isFound = true;
    return BREAK;
  };
  visit(document, {
    [Kind.STRING]: find,
    [Kind.DIRECTIVE]: find,
    [Kind.FIELD]: ({ name }) => (/^__(schema|type)$/.test(name.value) ? find() : undefined),
  });
  return !isFound;
}

/** As graphql-js would give it; graphql-jit says the places in a list as text. */
export function asFromGraphqlJs(result: ExecutionResult): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map(withPlaces) } : result;
}

function withPlaces(error: GraphQLError): GraphQLError {
  if (!error.path?.some((key) => typeof key === 'string' && /^\d/.test(key))) return error;
  // No name of GraphQL begins with a digit.
  const path = error.path.map((key) => (/^\d/.test(String(key)) ? Number(key) : key));
  return Object.create(error, { path: { value: path, enumerable: true } }) as GraphQLError;
}
