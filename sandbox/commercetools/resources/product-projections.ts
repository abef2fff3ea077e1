import { answer, shownTo, type Call, type Endpoint } from '../core/endpoint';
import { malformedParameter, notFound } from '../core/errors';
import type { EmulatorResponse } from '../core/http';
import { compact } from '../core/json';
import type { Product } from '../core/platform';
import { queried } from '../core/query';
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

function list(call: Call, staged: boolean): EmulatorResponse {
  const all = [...call.project.collections.product.values()];
  const visible = staged ? all : all.filter(({ masterData }) => masterData.published);
  const projections = visible.map((product) => projected(product, staged));
  return answer(
    200,
    queried(projections, call.request.query, fields, (found) => shownTo(call, compact(found))),
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
