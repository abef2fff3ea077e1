import { attributeFaults, itemTemplateFaults } from 'peoplevox-connector-shared/catalogue';
import type { ByProjectKeyRequestBuilder } from 'peoplevox-connector-shared/commercetools';
import { preflight, type PreflightParts } from 'peoplevox-connector-shared/connections';
import type { PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { APPLICATION } from '../application';
import { SCOPES } from './scopes';

interface AuditCheck extends PreflightParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly client: Pick<PeoplevoxClient, 'authenticate' | 'getSaveTemplate'>;
}

/**
 * Makes nothing; looks whether everything can be compared.
 * @returns what may surprise, in words for the deployment's log
 * @throws NotDeployable
 */
export async function checkAudit(parts: AuditCheck): Promise<readonly string[]> {
  const { api, client } = parts;
  const rules = await preflight(parts, {
    application: APPLICATION,
    scopes: SCOPES,
    ofPeoplevox: [(inForce) => itemTemplateFaults(client, inForce)],
  });
  const { skuAudit } = rules;
  return [
    // Nothing is lost by it: many projects have no attribute for barcodes.
    ...(await attributeFaults(api, rules)),
    ...(skuAudit.itemTypes.mode === 'live'
      ? ['Item types are created and changed in Peoplevox (skuAudit.itemTypes.mode is "live").']
      : []),
    ...(skuAudit.holdUnknown
      ? ['Published SKUs that Peoplevox does not know are held at stock 0 (skuAudit.holdUnknown).']
      : []),
  ];
}
