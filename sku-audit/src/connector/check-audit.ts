import { itemTypeFaults } from 'peoplevox-connector-shared/catalogue';
import type { ByProjectKeyRequestBuilder } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import type { PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';

export interface AuditCheck {
  readonly api: ByProjectKeyRequestBuilder;
  readonly client: Pick<PeoplevoxClient, 'authenticate' | 'getSaveTemplate'>;
  readonly rules: () => Promise<Rules>;
}

/**
 * What a person should know after a deployment, in words for its log. The template can be mended while the application
 * runs, so it does not keep it from being deployed; credentials that Peoplevox refuses do.
 */
export async function checkAudit({ api, client, rules }: AuditCheck): Promise<readonly string[]> {
  await client.authenticate();
  const inForce = await rules();
  const { itemTypes, holdUnknown } = inForce.skuAudit;
  return [
    ...(await itemTypeFaults(client, api, inForce)),
    ...(itemTypes.mode === 'live'
      ? ['Item types are created and changed in Peoplevox (skuAudit.itemTypes.mode is "live").']
      : []),
    ...(holdUnknown
      ? ['Published SKUs that Peoplevox does not know are held at stock 0 (skuAudit.holdUnknown).']
      : []),
  ];
}
