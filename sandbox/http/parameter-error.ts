import type { ErrorObject } from 'ajv';
import { invalidRequest, missingParameter } from './failures.js';
import type { StripeErrorBody, StripeFailure } from './stripe-failure.js';

/**
 * Stripe's error for parameters that break its rules; one error, as Stripe names only one: an unknown parameter before
 * a missing one, and that before a wrong value.
 * Source: https://docs.stripe.com/error-codes
 *
 * @param errors what ajv found, all of it, with the values (`allErrors`, `verbose`)
 */
export function parameterError(errors: readonly ErrorObject[]): StripeErrorBody {
  return failureOf(withoutOtherBranches(errors)).body;
}

function failureOf(found: readonly ErrorObject[]): StripeFailure {
  const unknown = found.filter(({ keyword }) => keyword === 'additionalProperties').map(nameOf);
  const [first] = unknown;
  if (first !== undefined) {
    const noun = unknown.length === 1 ? 'parameter' : 'parameters';
    return invalidRequest(`Received unknown ${noun}: ${unknown.join(', ')}`, first, 'parameter_unknown');
  }
  const missing = found.find(({ keyword }) => keyword === 'required');
  if (missing !== undefined) return missingParameter(nameOf(missing));
  const [wrong] = found;
  return wrong === undefined ? invalidRequest('Invalid request.') : wrongValue(wrong);
}

function wrongValue(error: ErrorObject): StripeFailure {
  const param = nameOf(error);
  const value: unknown = error.data;
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (value === '') {
    return invalidRequest(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a field; however ` +
        `'${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      param,
      'parameter_invalid_empty',
    );
  }
  if (error.keyword === 'enum') return invalidRequest(`Invalid ${param}: must be one of ${alternatives(error)}`, param);
  if (error.keyword === 'maxLength') {
    const limit = String(error.params.limit);
    return invalidRequest(`Invalid string: ${shown.slice(0, 20)}…; must be at most ${limit} characters`, param);
  }
  if (error.keyword === 'pattern') {
    const noun = error.parentSchema?.format === 'decimal' ? 'decimal' : param;
    return invalidRequest(`Invalid ${noun}: ${shown}`, param);
  }
  const type = String(error.params.type);
  return invalidRequest(
    `Invalid ${type}: ${shown}`,
    param,
    type === 'integer' ? 'parameter_invalid_integer' : undefined,
  );
}

function alternatives(error: ErrorObject): string {
  const words: readonly unknown[] = Array.isArray(error.params.allowedValues) ? error.params.allowedValues : [];
  const named = words.filter((word) => word !== '').map(String);
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')}, or ${String(named.at(-1))}`;
}

/** The parameter at fault in the form that Stripe shows and takes it in: `items[0][price]`. */
function nameOf({ instancePath, params }: ErrorObject): string {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const added: unknown = params.additionalProperty ?? params.missingProperty;
  const [first = '', ...rest] = typeof added === 'string' ? [...steps, added] : steps;
  return first + rest.map((step) => `[${step}]`).join('');
}

/**
 * Where a value may have one of several forms, ajv tells of every form what it lacks; what the caller meant is the
 * form that is nearest to the value.
 */
function withoutOtherBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const outermostFirst = errors
    .filter(({ keyword }) => keyword === 'anyOf')
    .sort((left, right) => left.schemaPath.length - right.schemaPath.length);
  const kept = outermostFirst.reduce<readonly ErrorObject[]>((left, { schemaPath, instancePath }) => {
    const branches = new Map<string, ErrorObject[]>();
    for (const error of left) {
      const branch = branchOf(error, schemaPath);
      if (branch !== undefined) branches.set(branch, [...(branches.get(branch) ?? []), error]);
    }
    const byDistance = [...branches].sort(
      ([, one], [, other]) => distance(one, instancePath) - distance(other, instancePath),
    );
    const nearest = byDistance[0]?.[0];
    return left.filter((error) => [undefined, nearest].includes(branchOf(error, schemaPath)));
  }, errors);
  return kept.filter(({ keyword }) => keyword !== 'anyOf');
}

/** Which of the forms under `anyOf` an error is about; undefined for an error elsewhere. */
function branchOf({ schemaPath }: ErrorObject, anyOf: string): string | undefined {
  return schemaPath.startsWith(`${anyOf}/`) ? schemaPath.slice(anyOf.length + 1).split('/')[0] : undefined;
}

const OTHER_KIND = 100;
const ONLY_EMPTY = 200;

/** How far the value at `place` is from a form that it could have had. */
function distance(errors: readonly ErrorObject[], place: string): number {
  const isOtherKind = errors.some(
    ({ keyword, params, data, instancePath }) =>
      keyword === 'type' &&
      instancePath === place &&
      (typeof data === 'object' || params.type === 'object' || params.type === 'array'),
  );
  if (isOtherKind) return OTHER_KIND;
  const isOnlyEmpty = errors.some(({ keyword, params }) => keyword === 'enum' && String(params.allowedValues) === '');
  return isOnlyEmpty ? ONLY_EMPTY : errors.length;
}
