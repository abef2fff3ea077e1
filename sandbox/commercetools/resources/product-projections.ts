import { answer, shownTo, type Call, type Endpoint } from '../core/endpoint';
import { malformedParameter, notFound } from '../core/errors';
import type { EmulatorResponse } from '../core/http';
import { compact } from '../core/json';
import type { Product, ProductProjection } from '../core/platform';
import type { Project } from '../core/project';
import { queried, type Source } from '../core/query';
import { base, named, reference } from '../predicate/fields';
import { projected } from './product-projection-form';
import { productDataFields, products } from './products';

const fields = {
  ...base,
  ...named('string', 'key priceMode'),
  ...named('boolean', 'published hasStagedChanges'),
  reviewRatingStatistics: 'any',
  productType: reference,
  taxCategory: reference,
  state: reference,
  ...productDataFields,
} as const;

function wantsStaged({ request }: Call): boolean {
  const text = request.query.get('staged') ?? 'false';
  if (text !== 'true' && text !== 'false')
    throw malformedParameter('staged', `'${text}' is neither true nor false.`);
  return text === 'true';
}

/** Each product has one projection, however many of its SKUs are asked for. */
function projections({ collections: { product: all } }: Project, staged: boolean): Source<ProductProjection> {
  const made = new Map<Product, ProductProjection>();
  function* visible(found: Iterable<Product>): Iterable<ProductProjection> {
    for (const product of found) {
      if (!staged && !product.masterData.published) continue;
      const projection = made.get(product) ?? projected(product, staged);
      made.set(product, projection);
      yield projection;
    }
  }
  const bySku = (sku: string) => visible([all.find('sku', sku)].filter((product) => product !== undefined));
  return {
    lookups: new Map([
      ['masterVariant.sku', bySku],
      ['variants.sku', bySku],
    ]),
    values: () => visible(all.values()),
  };
}

function list(call: Call, staged: boolean): EmulatorResponse {
  const source = projections(call.project, staged);
  return answer(
    200,
    queried(source, call.request.query, fields, (found) => shownTo(call, compact(found))),
  );
}

function addressed({ project }: Call, segment: string): Product | undefined {
  const { product } = project.collections;
  return segment.startsWith('key=')
    ? product.find('key', segment.slice('key='.length))
    : product.get(segment);
}

/** Products as shops and audits read them: without `staged` only what is published. */
export const productProjectionEndpoint: Endpoint = {
  path: 'product-projections',
  handle: (call) => {
    if (call.request.method !== 'GET' || call.rest.length > 1) return undefined;
    call.allow([...products.view, ...products.manage]);
    const staged = wantsStaged(call);
    const [segment] = call.rest;
    if (segment === undefined) return list(call, staged);
    const product = addressed(call, segment);
    if (product === undefined || !(staged || product.masterData.published))
      throw notFound(`The ProductProjection '${segment}'`);
    return answer(200, shownTo(call, compact(projected(product, staged))));
  },
};
