import type { Documents } from '../shared/src/commercetools';
import {
  configurationContainer,
  configurationKey,
  describeFaults,
  rulesSchema,
  type Rules,
  type RulesDocument,
} from '../shared/src/configuration';

/** The rules document as it lies in the project. */
type RulesReading =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'valid';
      readonly document: RulesDocument;
      readonly version: number;
      readonly rules: Rules;
    }
  | { readonly kind: 'invalid'; readonly faults: readonly string[] };

/** Looks at the document without taking it into force, as the applications do. */
export async function readRules(documents: Documents): Promise<RulesReading> {
  const stored = await documents.read<unknown>(configurationContainer, configurationKey);
  if (stored === undefined) return { kind: 'absent' };
  const { value: document, version } = stored;
  const result = rulesSchema.safeParse(document);
  return result.success
    ? { kind: 'valid', document: document as RulesDocument, version, rules: result.data }
    : { kind: 'invalid', faults: describeFaults(result.error) };
}
