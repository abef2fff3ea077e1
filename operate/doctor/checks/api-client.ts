import { SCOPES as despatchProcessor } from '../../../despatch-processor/src/connector/scopes';
import { SCOPES as inventoryImport } from '../../../inventory-import/src/connector/scopes';
import { SCOPES as orderExport } from '../../../order-export/src/connector/scopes';
import { SCOPES as reconciliation } from '../../../reconciliation/src/connector/scopes';
import { grantedScopes } from '../../../shared/src/commercetools';
import { missingScopes } from '../../../shared/src/configuration/needed-scopes';
import { newerDocuments } from '../../../shared/src/connections/newer-documents';
import { SCOPES as skuAudit } from '../../../sku-audit/src/connector/scopes';
import { errorsOnly, type Access } from '../../access';
import type { Check } from '../check';
import { mend } from '../finding';

const needed = [orderExport, despatchProcessor, inventoryImport, skuAudit, reconciliation].flat();

/** What the API client may do; undefined: commercetools does not say. @throws CommercetoolsError when it lets nobody in */
export function scopesOf({ settings, world }: Access): Promise<readonly string[] | undefined> {
  return grantedScopes({ settings: settings.commercetools, world, log: errorsOnly });
}

/** Connect gives the applications a client with all of these; whoever runs this may have another one. */
export const scopes: Check = {
  name: 'Scopes of the API client',
  asks: ['commercetools'],
  look: async (sight) => {
    const granted = await scopesOf(sight);
    const { projectKey } = sight.settings.commercetools;
    if (granted === undefined) return [];
    return mend('integration', ...missingScopes(needed, granted, { projectKey, rules: sight.rules }));
  },
};

export const storedDocuments: Check = {
  name: 'Documents that the connector keeps',
  asks: ['commercetools'],
  look: async ({ documents }) => mend('integration', ...(await newerDocuments(documents))),
};
