import { readServiceTypes } from '../../../shared/src/peoplevox';
import { readProject } from '../../project';
import type { Check } from '../check';
import { mend, note } from '../finding';

export const shipping: Check = {
  name: 'Shipping methods and Service types',
  asks: ['commercetools', 'Peoplevox'],
  look: async ({ client, api, rules }) => {
    const { shippingMethods, defaultServiceType, notShippedByPeoplevox } = rules;
    const project = await readProject(api);
    const services = await readServiceTypes(client, rules.columnNames);
    const used = [
      ...Object.values(shippingMethods).map(({ serviceType }) => serviceType),
      defaultServiceType,
    ];
    const isOurs = (name: string | undefined) =>
      name !== undefined &&
      (Object.hasOwn(shippingMethods, name) || notShippedByPeoplevox.shippingMethods.includes(name));
    const unmapped = project.shippingMethods.filter(({ key, name }) => !isOurs(key) && !isOurs(name));
    const withoutDefault = defaultServiceType === null ? unmapped : [];
    return [
      ...mend(
        'ecommerce',
        ...withoutDefault.map(
          ({ name }) =>
            `Shipping method "${name}" has no Service type, and there is no default: its orders are held. Map it with npm run configure.`,
        ),
      ),
      ...(services === undefined
        ? note(
            'warehouse',
            'Peoplevox does not show its Service types, so those of the rules are not checked. Configure the integration template "Service types" (peoplevox-setup).',
          )
        : unknownServiceTypes(used, services)),
    ];
  },
};

function unknownServiceTypes(
  used: readonly (string | null)[],
  services: readonly { readonly code: string; readonly name: string }[],
) {
  const known = new Set(services.flatMap(({ code, name }) => [code.toLowerCase(), name.toLowerCase()]));
  const unknown = new Set(used.filter((type) => type !== null && !known.has(type.toLowerCase())));
  return mend(
    'ecommerce',
    ...[...unknown].map(
      (type) =>
        `Peoplevox has no Service type ${type}, which the rules name: orders with it are held. It has: ${services.map(({ code }) => code).join(', ')}.`,
    ),
  );
}
