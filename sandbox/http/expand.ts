import { isJsonObject, type JsonObject } from '../state/wire.js';
import { invalidRequest } from './failures.js';

/** Gives the object behind a reference, from the reference and the object or hash that holds it. */
export type Expansion = (reference: unknown, parent: JsonObject) => JsonObject | null | undefined;

/** By the `object` name of the owner, then by field; a field of a hash is named with it: `invoice_settings.default_payment_method`. */
export type Expansions = Readonly<Record<string, Readonly<Record<string, Expansion>>>>;

const MAXIMAL_DEPTH = 4;

/**
 * Puts objects in the place of the references that `expand` names by dotted paths (`data.customer` in a list).
 * Source: https://docs.stripe.com/api/expanding_objects
 *
 * @throws StripeFailure for a path that is too deep or names no expandable field
 */
export function expanded(answer: JsonObject, expand: unknown, expansions: Expansions): JsonObject {
  return pathsOf(expand).reduce((object, path) => {
    const steps = path.split('.');
    if (steps.filter((step) => step !== 'data').length > MAXIMAL_DEPTH) {
      throw invalidRequest(
        `You cannot expand more than ${MAXIMAL_DEPTH} levels of a property. Property: ${path}`,
        'expand',
      );
    }
    return new Walk(path, expansions).into(object, steps, '');
  }, answer);
}

function pathsOf(expand: unknown): string[] {
  if (expand === undefined || expand === '') return [];
  if (Array.isArray(expand)) return expand.map(String);
  return isJsonObject(expand) ? Object.values(expand).map(String) : [String(expand)];
}

/** The way along one path, from object to object. */
class Walk {
  constructor(
    private readonly path: string,
    private readonly expansions: Expansions,
  ) {}

  /** @param owner the nearest named object and the hashes passed since, such as `customer.invoice_settings` */
  into(parent: JsonObject, steps: readonly string[], owner: string): JsonObject {
    const place = typeof parent.object === 'string' ? `${parent.object}:` : `${owner}.`;
    const [field = '', ...rest] = steps;
    const value = this.#valueOf(parent, field, rest, place);
    const next = (entry: unknown) =>
      isJsonObject(entry) && rest.length > 0 ? this.into(entry, rest, place + field) : entry;
    return { ...parent, [field]: Array.isArray(value) ? value.map(next) : next(value) };
  }

  #valueOf(parent: JsonObject, field: string, rest: readonly string[], place: string): unknown {
    const value = parent[field];
    const [kind = '', name = ''] = `${place}${field}`.replace(':.', ':').split(':');
    const expansion = this.expansions[kind]?.[name];
    if (expansion !== undefined) {
      const whole = (entry: unknown) => (isJsonObject(entry) ? entry : (expansion(entry, parent) ?? entry ?? null));
      return Array.isArray(value) ? value.map(whole) : whole(value);
    }
    if (isJsonObject(value) || (Array.isArray(value) && rest.length > 0)) return value;
    throw this.#cannotExpand(parent);
  }

  #cannotExpand(parent: JsonObject): Error {
    const hint = parent.object === 'list' ? ` You may want to try expanding 'data.${this.path}' instead.` : '';
    return invalidRequest(`This property cannot be expanded (${this.path}).${hint}`, 'expand');
  }
}
