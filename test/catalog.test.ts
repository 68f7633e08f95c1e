import {
  CreatePriceDocument,
  CreateProductDocument,
  PriceDocument,
  PricesDocument,
  ProductDocument,
  ProductsDocument,
  type ProductsQuery,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

interface Faults {
  readonly errors: readonly { readonly code: string; readonly field?: readonly string[] | null }[];
}

function faultsIn({ errors }: Faults): string[] {
  return errors.map(({ code, field }) => `${code} ${field?.join('.') ?? ''}`.trim());
}

async function createProduct(input: object = {}) {
  const { data } = await engine.asAdmin()(CreateProductDocument, { input: { name: 'Mug', ...input } });
  return data.createProduct;
}

async function newProduct(): Promise<string> {
  return (await createProduct()).product?.id ?? '';
}

async function createPrice(productId: string, input: object = {}) {
  const { data } = await engine.asAdmin()(CreatePriceDocument, {
    input: { productId, unitAmount: 1200, currency: 'EUR', ...input },
  });
  return data.createPrice;
}

async function productOf(id: string) {
  return (await engine.asNobody()(ProductDocument, { id })).data.product;
}

async function priceOf(id: string) {
  return (await engine.asNobody()(PriceDocument, { id })).data.price;
}

describe('createProduct', () => {
  test('makes it at Stripe, and anybody can read it', async () => {
    const { product, errors } = await createProduct({ description: 'Holds coffee' });
    expect(errors).toEqual([]);
    expect(product).toMatchObject({ name: 'Mug', description: 'Holds coffee', active: true });
    expect(await engine.stripe.products.retrieve(product?.id ?? '')).toMatchObject({
      name: 'Mug',
      description: 'Holds coffee',
    });
    expect(await productOf(product?.id ?? '')).toMatchObject({ name: 'Mug', prices: [] });
  });

  test('faults of the input name their field', async () => {
    expect(faultsIn(await createProduct({ name: '' }))).toEqual(['INVALID_INPUT input.name']);
    expect(faultsIn(await createProduct({ name: 'n'.repeat(251) }))).toEqual(['INVALID_INPUT input.name']);
    expect(faultsIn(await createProduct({ description: 'd'.repeat(501) }))).toEqual([
      'INVALID_INPUT input.description',
    ]);
  });

  test('is for admins, as createPrice is', async () => {
    const product = await engine.as('org_a')(CreateProductDocument, { input: { name: 'Mug' } });
    expect(product.errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    const input = { productId: 'plan_starter', unitAmount: 1, currency: 'USD' };
    const price = await engine.asNobody()(CreatePriceDocument, { input });
    expect(price.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('createPrice', () => {
  test('is charged once without an interval, and again and again with one', async () => {
    const productId = await newProduct();
    const { price: once } = await createPrice(productId);
    expect(once).toMatchObject({
      type: 'ONE_TIME',
      usageType: null,
      billingInterval: null,
      unitPrice: { amount: 1200, currency: 'EUR' },
      product: { id: productId },
    });
    const { price: yearly } = await createPrice(productId, { billingInterval: 'YEAR', lookupKey: 'mug_yearly' });
    expect(yearly).toMatchObject({
      type: 'RECURRING',
      usageType: 'LICENSED',
      billingInterval: 'YEAR',
      intervalCount: 1,
      lookupKey: 'mug_yearly',
    });
    expect(await engine.stripe.prices.retrieve(yearly?.id ?? '')).toMatchObject({
      unit_amount: 1200,
      currency: 'eur',
      lookup_key: 'mug_yearly',
      recurring: { interval: 'year' },
    });
    expect(await priceOf(once?.id ?? '')).toEqual(once);
  });

  test('a lookup key has one price', async () => {
    const productId = await newProduct();
    const { price } = await createPrice(productId, { lookupKey: 'only_once' });
    expect(faultsIn(await createPrice(productId, { lookupKey: 'only_once' }))).toEqual([
      'INVALID_INPUT input.lookupKey',
    ]);
    expect((await priceOf(price?.id ?? ''))?.lookupKey).toBe('only_once');
  });

  test('faults of the input name their field', async () => {
    const productId = await newProduct();
    expect(faultsIn(await createPrice('prod_none'))).toEqual(['NOT_FOUND input.productId']);
    expect(faultsIn(await createPrice(productId, { unitAmount: -1 }))).toEqual(['INVALID_INPUT input.unitAmount']);
    expect(faultsIn(await createPrice(productId, { unitAmount: Number.MAX_SAFE_INTEGER }))).toEqual([
      'INVALID_INPUT input.unitAmount',
    ]);
    expect(faultsIn(await createPrice(productId, { lookupKey: '' }))).toEqual(['INVALID_INPUT input.lookupKey']);
    expect((await productOf(productId))?.prices).toEqual([]);
  });
});

describe('lists of the catalogue', () => {
  test('products are paged, newest first, and told by whether they are sold', async () => {
    const retired = await newProduct();
    await engine.stripe.products.update(retired, { active: false });
    await engine.settled();
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const page: ProductsQuery['products'] = (await engine.asNobody()(ProductsDocument, { first: 2, after })).data
        .products;
      ids.push(...page.nodes.map(({ id }) => id));
      expect(page.pageInfo.hasNextPage).toBe(ids.length < page.totalCount);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    const atStripe = await engine.stripe.products.list({ limit: 100 });
    expect(ids.toSorted()).toEqual(atStripe.data.map(({ id }) => id).toSorted());
    const inactive = await engine.asNobody()(ProductsDocument, { filter: { active: false } });
    expect(inactive.data.products.nodes.map(({ id }) => id)).toEqual([retired]);
    const active = await engine.asNobody()(ProductsDocument, { first: 100, filter: { active: true } });
    expect(active.data.products.totalCount).toBe(ids.length - 1);
  });

  test('prices are told by product, by whether they are sold, and by type', async () => {
    const productId = await newProduct();
    const { price: once } = await createPrice(productId);
    const { price: monthly } = await createPrice(productId, { billingInterval: 'MONTH' });
    await engine.stripe.prices.update(monthly?.id ?? '', { active: false });
    await engine.settled();
    const found = async (filter: object) => {
      const { data } = await engine.asNobody()(PricesDocument, { first: 100, filter });
      expect(data.prices.totalCount).toBe(data.prices.nodes.length);
      return data.prices.nodes.map(({ id }) => id);
    };
    expect((await found({ productId })).toSorted()).toEqual([once?.id, monthly?.id].toSorted());
    expect(await found({ productId, active: true })).toEqual([once?.id]);
    expect(await found({ productId, type: 'RECURRING' })).toEqual([monthly?.id]);
    expect(await found({ active: false, type: 'RECURRING' })).toEqual([monthly?.id]);
    expect(await found({ type: 'ONE_TIME' })).toContain(once?.id);
    expect(await found({ productId: 'prod_none' })).toEqual([]);
  });
});

describe('what is changed at Stripe directly', () => {
  test('new and changed products and prices arrive by webhook', async () => {
    const { id: productId } = await engine.stripe.products.create({ name: 'From the dashboard' });
    const price = await engine.stripe.prices.create({ product: productId, currency: 'usd', unit_amount: 700 });
    await engine.settled();
    expect(await productOf(productId)).toMatchObject({ name: 'From the dashboard', prices: [{ id: price.id }] });
    await engine.stripe.products.update(productId, { name: 'Renamed', description: 'Now described' });
    await engine.stripe.prices.update(price.id, { active: false, lookup_key: 'renamed' });
    await engine.settled();
    expect(await productOf(productId)).toMatchObject({
      name: 'Renamed',
      description: 'Now described',
      prices: [{ id: price.id, active: false }],
    });
    expect(await priceOf(price.id)).toMatchObject({ active: false, lookupKey: 'renamed' });
  });

  test('a deleted product is gone from the catalogue, and an id that comes again is there again', async () => {
    const id = 'comes_and_goes';
    await engine.stripe.products.create({ id, name: 'First' });
    await engine.settled();
    await engine.stripe.products.del(id);
    await engine.settled();
    expect(await productOf(id)).toBeNull();
    const listed = await engine.asNobody()(ProductsDocument, { first: 100 });
    expect(listed.data.products.nodes.map((product) => product.id)).not.toContain(id);
    await engine.stripe.products.create({ id, name: 'Second' });
    await engine.settled();
    expect(await productOf(id)).toMatchObject({ name: 'Second', active: true });
  });
});
