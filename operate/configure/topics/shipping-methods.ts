import type { RulesDocument } from '../../../shared/src/configuration';
import type { ServiceType } from '../../../shared/src/peoplevox';
import { essence, type Choice, type Known, type Topic } from '../question';

const NOT_OURS = 'not-ours';

/** Which Service type a shipping method is, where the document names neither it nor a default. */
export const shippingMethods: Topic = ({ project, serviceTypes }, document) => {
  if ((document.defaultServiceType ?? null) !== null) return [];
  const mapped = new Set([
    ...Object.keys(document.shippingMethods ?? {}),
    ...(document.notShippedByPeoplevox?.shippingMethods ?? []),
  ]);
  return project.shippingMethods
    .filter(({ key, name }) => !mapped.has(name) && (key === undefined || !mapped.has(key)))
    .map(({ key, name }) => {
      const method = key ?? name;
      return {
        id: `shippingMethods.${method}`,
        words: `Which Service type of Peoplevox is shipping method "${name}"?`,
        choices: serviceTypes && choicesOf(serviceTypes),
        proposal: proposalFor([method, name], serviceTypes),
        fault: (answer) => (answer === '' ? 'must be a Service type, or not-ours' : undefined),
        apply: (current, answer) => withMethod(current, method, answer),
      };
    });
};

function choicesOf(serviceTypes: readonly ServiceType[]): Choice[] {
  return [
    ...serviceTypes.map(({ code, carrier, name }) => ({
      answer: code || name,
      words: `${name} (${carrier})`,
    })),
    { answer: NOT_OURS, words: 'none: Peoplevox does not ship these orders' },
  ];
}

function proposalFor(names: readonly string[], serviceTypes: Known['serviceTypes']): string | undefined {
  const wanted = new Set(names.map(essence));
  const alike = serviceTypes?.find(
    ({ code, name }) => wanted.has(essence(code)) || wanted.has(essence(name)),
  );
  return alike && (alike.code || alike.name);
}

function withMethod(document: RulesDocument, method: string, answer: string): RulesDocument {
  if (answer !== NOT_OURS)
    return {
      ...document,
      shippingMethods: { ...document.shippingMethods, [method]: { serviceType: answer } },
    };
  const { notShippedByPeoplevox: others } = document;
  const methods = [...(others?.shippingMethods ?? []), method];
  return { ...document, notShippedByPeoplevox: { ...others, shippingMethods: methods } };
}
