import type { ByProjectKeyRequestBuilder, Channel } from '@commercetools/platform-sdk';
import { orUndefined } from './absence';
import { untilSettled } from './settlement';

interface WantedChannel {
  readonly key: string;
  /** `OrderExport`, `InventorySupply`… */
  readonly role: string;
  /** English name, given at creation only: afterwards it is the merchant's. */
  readonly name: string;
}

/** Creates the Channel, or adds the role where it is missing; what else the Channel has stays. */
export function ensureChannel(
  api: ByProjectKeyRequestBuilder,
  { key, role, name }: WantedChannel,
): Promise<{ readonly channel: Channel; readonly created: boolean }> {
  const channels = api.channels();
  return untilSettled(async () => {
    const found = await orUndefined(channels.withKey({ key }).get().execute());
    if (found === undefined) {
      const body = { key, roles: [role], name: { en: name } };
      return { channel: (await channels.post({ body }).execute()).body, created: true };
    }
    if (found.roles.includes(role)) return { channel: found, created: false };
    const updated = await channels
      .withId({ ID: found.id })
      .post({ body: { version: found.version, actions: [{ action: 'addRoles', roles: [role] }] } })
      .execute();
    return { channel: updated.body, created: false };
  });
}
