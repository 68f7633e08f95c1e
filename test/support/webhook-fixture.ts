import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** The versions of Stripe's API before and after periods moved to the items and invoices' origins to `parent`. */
export const API_SHAPES = ['2024-06-20', '2026-10-28'] as const;

export interface FixtureIds {
  readonly customer?: string;
  readonly subscription?: string;
  readonly invoice?: string;
  readonly session?: string;
}

/** An event of the type in a shape of the API, under a new id, about the objects that these ids name. */
export async function fixtureEvent(shape: (typeof API_SHAPES)[number], type: string, ids: FixtureIds) {
  const text = await readFile(`test/fixtures/api-${shape}/${type}.json`, 'utf8');
  const about = text
    .replaceAll('evt_FIXTURE', `evt_${randomUUID().replaceAll('-', '')}`)
    .replaceAll('cus_FIXTURE', ids.customer ?? 'cus_FIXTURE')
    .replaceAll('sub_FIXTURE', ids.subscription ?? 'sub_FIXTURE')
    .replaceAll('in_FIXTURE', ids.invoice ?? 'in_FIXTURE')
    .replaceAll('cs_test_FIXTURE', ids.session ?? 'cs_test_FIXTURE');
  return JSON.parse(about) as FixtureEvent;
}

export interface FixtureEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
}
