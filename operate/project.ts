import type { ByProjectKeyRequestBuilder } from '../shared/src/commercetools';
import { CommercetoolsError } from '../shared/src/commercetools';

/** What the rules may name of a commercetools project. */
export interface Project {
  readonly channels: readonly {
    readonly key: string;
    readonly name: string;
    readonly roles: readonly string[];
  }[];
  /** Key where it has one, and name. */
  readonly shippingMethods: readonly { readonly key: string | undefined; readonly name: string }[];
  /** Keys; undefined: the API client may not see them. */
  readonly stores: readonly string[] | undefined;
  readonly productTypes: readonly string[] | undefined;
  readonly states: readonly string[] | undefined;
}

/** The platform's largest page. */
const PAGE = 500;

/** @throws CommercetoolsError when Channels or shipping methods cannot be read */
export async function readProject(api: ByProjectKeyRequestBuilder): Promise<Project> {
  const channels = await all((queryArgs) => api.channels().get({ queryArgs }).execute());
  const shippingMethods = await all((queryArgs) => api.shippingMethods().get({ queryArgs }).execute());
  return {
    channels: channels.map(({ key, name, roles }) => ({
      key,
      name: Object.values(name ?? {})[0] ?? key,
      roles,
    })),
    shippingMethods: shippingMethods.map(({ key, name }) => ({ key, name })),
    stores: await keysIfAllowed((queryArgs) => api.stores().get({ queryArgs }).execute()),
    productTypes: await keysIfAllowed((queryArgs) => api.productTypes().get({ queryArgs }).execute()),
    states: await keysIfAllowed((queryArgs) => api.states().get({ queryArgs }).execute()),
  };
}

type Range = Readonly<Record<'limit' | 'offset', number>>;

type Query<T> = (range: Range) => Promise<{ readonly body: { readonly results: readonly T[] } }>;

async function all<T>(query: Query<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for (;;) {
    const { results } = (await query({ limit: PAGE, offset: found.length })).body;
    found.push(...results);
    if (results.length < PAGE) return found;
  }
}

async function keysIfAllowed(
  query: Query<{ readonly key?: string }>,
): Promise<readonly string[] | undefined> {
  try {
    return (await all(query)).flatMap(({ key }) => key ?? []);
  } catch (error) {
    if (error instanceof CommercetoolsError && error.statusCode === 403) return undefined;
    throw error;
  }
}
