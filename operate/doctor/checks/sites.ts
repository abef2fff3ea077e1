import { readSites } from '../../../shared/src/peoplevox';
import { supplyChannelFaults, unknownSites } from '../../../shared/src/stock';
import type { Check } from '../check';
import { mend, note } from '../finding';

export const sites: Check = {
  name: 'Sites and their supply Channels',
  asks: ['commercetools', 'Peoplevox'],
  look: async ({ client, api, rules }) => {
    const channels = mend('ecommerce', ...(await supplyChannelFaults(api, rules)));
    const known = await readSites(client, rules.columnNames);
    if (known === undefined)
      return [
        ...channels,
        ...note(
          'warehouse',
          'Peoplevox does not show its sites, so those of the rules are not checked. Configure the integration template "Sites" (peoplevox-setup).',
        ),
      ];
    const mapped = new Set(rules.sites.map(({ reference }) => reference));
    const unmapped = known.filter(({ reference }) => !mapped.has(reference));
    return [
      ...channels,
      ...mend(
        'ecommerce',
        ...unknownSites(known, rules).map((words) => `${words} Correct it with npm run configure.`),
      ),
      ...note(
        'ecommerce',
        ...unmapped.map(
          ({ reference }) =>
            `Site ${reference} is not in the rules: its stock is not imported and nothing is sent to it.`,
        ),
      ),
    ];
  },
};
