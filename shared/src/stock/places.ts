import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { isIn } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';

/** A site of the rules and the supply Channel that holds its stock; null: the entry without channel. */
export interface Place {
  readonly site: string;
  readonly channel: { readonly id: string; readonly key: string } | null;
}

export interface Places {
  readonly bySite: ReadonlyMap<string, Place>;
  /** Sites whose Channel does not exist or is no supply Channel. */
  readonly broken: readonly { readonly site: string; readonly channelKey: string }[];
}

const ROLE = 'InventorySupply';

/** Finds the Channels of the mapped sites: keys → ids, once a run. */
export async function findPlaces(api: ByProjectKeyRequestBuilder, rules: Rules): Promise<Places> {
  const [first, ...others] = rules.sites.flatMap(({ supplyChannel }) => supplyChannel ?? []);
  const channels = new Map<string, { readonly id: string; readonly key: string }>();
  if (first !== undefined) {
    const queryArgs = { where: isIn('key', [first, ...others]), limit: 500, withTotal: false };
    for (const { id, key, roles } of (await api.channels().get({ queryArgs }).execute()).body.results)
      if (roles.includes(ROLE)) channels.set(key, { id, key });
  }
  const bySite = new Map<string, Place>();
  const broken: { site: string; channelKey: string }[] = [];
  for (const { reference: site, supplyChannel } of rules.sites) {
    const channel = supplyChannel === null ? null : channels.get(supplyChannel);
    if (channel === undefined) broken.push({ site, channelKey: supplyChannel ?? '' });
    else bySite.set(site, { site, channel });
  }
  return { bySite, broken };
}
