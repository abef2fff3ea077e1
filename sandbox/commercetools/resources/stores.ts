import * as z from 'zod';
import type { Context } from '../core/context';
import { optionalCustomFields } from '../core/custom-fields';
import { customActions } from '../core/customisable';
import {
  country,
  customDraft,
  identifier,
  localized,
  parsed,
  resourceKey,
  type Identifier,
} from '../core/draft';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import type { Store } from '../core/platform';
import { base, custom, named, reference } from '../predicate/fields';

const countries = z.array(z.object({ code: country }));
const channelList = z.array(identifier).optional();

const draft = z.object({
  key: resourceKey,
  name: localized.optional(),
  languages: z.array(z.string()).optional(),
  countries: countries.optional(),
  distributionChannels: channelList,
  supplyChannels: channelList,
  custom: customDraft.optional(),
});

function channelReferences(context: Context<Store>, channels: readonly Identifier[] = []) {
  return channels.map((channel) => context.reference('channel', channel));
}

export const stores: Kind<'store'> = {
  typeId: 'store',
  path: 'stores',
  entity: 'Store',
  view: ['view_stores'],
  manage: ['manage_stores'],
  fields: {
    ...base,
    key: 'string',
    name: 'any',
    languages: 'strings',
    countries: named('string', 'code'),
    distributionChannels: reference,
    supplyChannels: reference,
    productSelections: 'any',
    custom,
  },
  alternateKeys: byKey,
  create: (body, context) => {
    const store = parsed(draft, body);
    return {
      ...fresh(context),
      key: store.key,
      name: store.name,
      languages: store.languages ?? [],
      countries: store.countries ?? [],
      distributionChannels: channelReferences(context, store.distributionChannels),
      supplyChannels: channelReferences(context, store.supplyChannels),
      productSelections: [],
      custom: optionalCustomFields(context, 'store', store.custom),
    };
  },
  actions: {
    setName: assign({ name: localized.optional() }),
    setLanguages: action({ languages: z.array(z.string()).default([]) }, (store, { languages }) => ({
      ...store,
      languages,
    })),
    setCountries: action({ countries: countries.default([]) }, (store, body) => ({ ...store, ...body })),
    setSupplyChannels: action({ supplyChannels: channelList }, (store, { supplyChannels }, context) => ({
      ...store,
      supplyChannels: channelReferences(context, supplyChannels),
    })),
    setDistributionChannels: action({ distributionChannels: channelList }, (store, body, context) => ({
      ...store,
      distributionChannels: channelReferences(context, body.distributionChannels),
    })),
    ...customActions('store'),
  },
};
