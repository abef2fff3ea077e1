import { messageFault, query, subscribe, testProject } from '../testing';

function catalogue() {
  const project = testProject();
  project.create('/product-types', {
    key: 'shirt',
    name: 'Shirt',
    description: 'Shirts',
    attributes: [{ name: 'colour', label: { en: 'Colour' }, isRequired: false, type: { name: 'text' } }],
  });
  subscribe(project, 'product');
  const draft = (key: string, skus: readonly string[], publish: boolean) => ({
    key,
    productType: { typeId: 'product-type', key: 'shirt' },
    name: { en: key },
    slug: { en: key },
    masterVariant: { sku: skus[0], attributes: [{ name: 'colour', value: 'red' }] },
    variants: skus.slice(1).map((sku) => ({ sku })),
    publish,
  });
  project.create('/products', draft('one', ['A', 'B'], true));
  project.create('/products', draft('two', ['C'], false));
  project.delivered.length = 0;
  return { ...project, draft };
}

describe('products', () => {
  it('show what is published, or with staged=true what is being prepared', () => {
    const { ask, update } = catalogue();
    expect(ask('GET', '/product-projections').body['count']).toBe(1);
    expect(ask('GET', '/product-projections?staged=true').body['count']).toBe(2);
    update('/products/key=one', { action: 'changeName', name: { en: 'renamed' } });
    expect(ask('GET', '/product-projections/key=one').body).toMatchObject({
      name: { en: 'one' },
      hasStagedChanges: true,
    });
    expect(ask('GET', '/product-projections/key=one?staged=true').body).toMatchObject({
      name: { en: 'renamed' },
    });
    expect(ask('GET', '/product-projections/key=two').status).toBe(404);
    update('/products/key=one', { action: 'publish' });
    expect(ask('GET', '/product-projections/key=one').body).toMatchObject({ name: { en: 'renamed' } });
  });

  it('are found by SKU, where variants does not mean the master variant', () => {
    const { ask } = catalogue();
    const count = (where: string) =>
      ask('GET', `/product-projections${query(where, '&staged=true')}`).body['count'];
    expect(count('masterVariant(sku in ("A", "C"))')).toBe(2);
    expect(count('variants(sku = "A")')).toBe(0);
    expect(count('variants(sku = "B") or masterVariant(sku = "B")')).toBe(1);
    expect(count('variants(sku in ("A", "B")) or masterVariant(sku in ("A", "B"))')).toBe(1);
    expect(count('masterVariant(attributes(name = "colour" and value = "red"))')).toBe(2);
  });

  it('own their SKUs alone', () => {
    const { ask, draft, update } = catalogue();
    expect(ask('POST', '/products', draft('three', ['B'], false))).toMatchObject({
      code: 'DuplicateField',
      body: { errors: [{ field: 'sku', duplicateValue: 'B' }] },
    });
    expect(update('/products/key=two', { action: 'setSku', variantId: 1, sku: 'A' }).code).toBe(
      'DuplicateField',
    );
    expect(update('/products/key=two', { action: 'setSku', variantId: 1, sku: 'Z' }).status).toBe(200);
  });

  it('tell of variants, of publication and of their end', () => {
    const { update, ask, delivered } = catalogue();
    update('/products/key=two', { action: 'addVariant', sku: 'D' });
    update('/products/key=two', { action: 'removeVariant', sku: 'D' });
    update('/products/key=two', { action: 'publish' });
    expect(ask('DELETE', '/products/key=two?version=4').code).toBe('InvalidOperation');
    update('/products/key=two', { action: 'unpublish' });
    expect(ask('DELETE', '/products/key=two?version=5').status).toBe(200);
    expect(delivered.map(({ payload }) => payload['type'])).toEqual([
      'ProductVariantAdded',
      'ProductVariantDeleted',
      'ProductPublished',
      'ProductUnpublished',
      'ProductDeleted',
    ]);
    expect(delivered.map(({ payload }) => messageFault(payload)).filter(Boolean)).toEqual([]);
  });
});
