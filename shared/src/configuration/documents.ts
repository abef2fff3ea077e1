import { z } from 'zod';
import { Conflict, type Documents } from '../commercetools/documents';

/** Where the rules document is kept. */
export const configurationContainer = 'peoplevox-connector';
export const configurationKey = 'configuration';
/** Where the copy of the last valid document is kept. */
export const validCopyKey = 'configuration-valid';

/** The copy of the last valid document, as the merchant wrote it; a document that is absent counts as `{}`, version 0. */
export const validCopySchema = z.looseObject({
  schemaVersion: z.literal(1),
  sourceVersion: z.int().min(0),
  document: z.unknown(),
});

/**
 * Writes the document of a first installation, in which every mode is `shadow`: nothing is written to either side's
 * business data until a person sets `live`. Returns false, and changes nothing, where there is a document already.
 */
export async function firstInstallation(documents: Documents): Promise<boolean> {
  const shadow = { schemaVersion: 1, mode: { orders: 'shadow', stock: 'shadow', despatch: 'shadow' } };
  try {
    await documents.write(configurationContainer, configurationKey, shadow, 0);
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}
