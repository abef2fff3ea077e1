import type { Context } from './context';
import { optionalCustomFields } from './custom-fields';
import type { AddressDraft } from './draft';
import type { Address } from './platform';

/** An address as stored: its custom fields checked. */
export function storedAddress(
  context: Pick<Context<never>, 'reference' | 'project'>,
  draft: AddressDraft,
): Address {
  const { custom, ...fields } = draft;
  return { ...fields, custom: optionalCustomFields(context, 'address', custom) };
}

export function optionalAddress(
  context: Pick<Context<never>, 'reference' | 'project'>,
  draft?: AddressDraft | null,
) {
  return draft === undefined || draft === null ? undefined : storedAddress(context, draft);
}
