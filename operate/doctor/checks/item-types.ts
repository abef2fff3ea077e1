import { attributeFaults, itemTemplateFaults } from '../../../shared/src/catalogue';
import type { Check } from '../check';
import { mend, note } from '../finding';

export const itemTypes: Check = {
  name: 'Item types, and the attributes that they are compared with',
  asks: ['commercetools', 'Peoplevox'],
  look: async ({ client, api, rules }) => [
    ...mend('warehouse', ...(await itemTemplateFaults(client, rules))),
    ...note(
      'merchandising',
      ...(await attributeFaults(api, rules)).map((words) => `${words} If there is none, set the rule to "".`),
    ),
  ],
};
