import * as z from 'zod';
import { anyBody, query, testProject, text, type Answered } from '../testing';

const project = testProject();
for (let index = 0; index < 30; index += 1)
  project.create('/inventory', { sku: `SKU-${index}`, quantityOnStock: index % 3 });

const results = ({ body }: Answered) => z.array(anyBody).parse(body['results']);
const skus = (page: Answered) => results(page).map((entry) => entry['sku']);

describe('a query', () => {
  it('gives 20 results and the total unless told otherwise', () => {
    expect(project.ask('GET', '/inventory').body).toMatchObject({
      limit: 20,
      offset: 0,
      count: 20,
      total: 30,
    });
  });

  it('leaves the total out on request', () => {
    expect(project.ask('GET', '/inventory?withTotal=false').body).not.toHaveProperty('total');
  });

  it('gives nothing but the count for limit 0', () => {
    expect(project.ask('GET', '/inventory?limit=0').body).toMatchObject({ count: 0, total: 30, results: [] });
  });

  it('sorts by several keys, each in its direction', () => {
    const found = skus(project.ask('GET', '/inventory?sort=quantityOnStock desc&sort=sku asc&limit=3'));
    expect(found).toEqual(['SKU-11', 'SKU-14', 'SKU-17']);
  });

  it('can be paged by id without losing or repeating anything', () => {
    const seen: string[] = [];
    const pageAfter = (last: string) => {
      const path = query(`id > "${last}"`, '&sort=id asc&limit=7&withTotal=false');
      return results(project.ask('GET', `/inventory${path}`)).map((entry) => text(entry, 'id'));
    };
    for (let page = pageAfter(''); page.length > 0; page = pageAfter(seen.at(-1) ?? '')) seen.push(...page);
    expect(new Set(seen).size).toBe(30);
    expect(seen).toHaveLength(30);
  });

  it('wants every where to hold', () => {
    const both = query('quantityOnStock = 1', '&where=sku in :skus&var.skus=SKU-1&var.skus=SKU-2');
    expect(skus(project.ask('GET', `/inventory${both}`))).toEqual(['SKU-1']);
  });

  it.each([
    'limit=501',
    'limit=-1',
    'offset=10001',
    'limit=x',
    'withTotal=maybe',
    'sort=nope',
    'sort=sku up',
    'sort=supplyChannel',
  ])('refuses %s', (parameter) => {
    expect(project.ask('GET', `/inventory?${parameter}`)).toMatchObject({
      status: 400,
      code: 'InvalidInput',
    });
  });

  it('refuses an unknown field and a predicate that is none', () => {
    expect(project.ask('GET', `/inventory${query('nope = 1')}`)).toMatchObject({
      status: 400,
      code: 'InvalidInput',
    });
    expect(project.ask('GET', `/inventory${query('sku =')}`)).toMatchObject({
      status: 400,
      code: 'InvalidInput',
    });
  });
});
