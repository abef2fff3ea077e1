import * as z from 'zod';
import { optionalAddress } from '../core/addresses';
import { optionalCustomFields } from '../core/custom-fields';
import { customActions } from '../core/customisable';
import { addressDraft, customDraft, localized, parsed, resourceKey } from '../core/draft';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import { address, base, custom, named } from '../predicate/fields';

const role = z.enum(['InventorySupply', 'ProductDistribution', 'OrderExport', 'OrderImport', 'Primary']);
const roles = { roles: z.array(role) };

const draft = z.object({
  key: resourceKey,
  roles: z.array(role).optional(),
  name: localized.optional(),
  description: localized.optional(),
  address: addressDraft.optional(),
  custom: customDraft.optional(),
});

export const channels: Kind<'channel'> = {
  typeId: 'channel',
  path: 'channels',
  entity: 'Channel',
  view: ['view_products', 'view_channels'],
  manage: ['manage_products', 'manage_channels'],
  fields: {
    ...base,
    key: 'string',
    roles: 'strings',
    ...named('any', 'name description geoLocation'),
    address,
    custom,
  },
  alternateKeys: byKey,
  keptWhileReferenced: true,
  create: (body, context) => {
    const { custom: fields, address: place, ...rest } = parsed(draft, body);
    return {
      ...fresh(context),
      ...rest,
      // The platform gives a channel without roles this one.
      roles: rest.roles ?? ['InventorySupply'],
      address: optionalAddress(context, place),
      custom: optionalCustomFields(context, 'channel', fields),
    };
  },
  actions: {
    changeKey: assign({ key: resourceKey }),
    changeName: assign({ name: localized }),
    changeDescription: assign({ description: localized }),
    setRoles: assign(roles),
    addRoles: action(roles, (channel, { roles: added }) => ({
      ...channel,
      roles: [...new Set([...channel.roles, ...added])],
    })),
    removeRoles: action(roles, (channel, { roles: removed }) => ({
      ...channel,
      roles: channel.roles.filter((own) => !removed.some((one) => one === own)),
    })),
    setAddress: action({ address: addressDraft.optional() }, (channel, body, context) => ({
      ...channel,
      address: optionalAddress(context, body.address),
    })),
    ...customActions('channel'),
  },
};
