import * as z from 'zod';
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

/** Of a first installation: nothing is written to either side's business data until a person sets `live`. */
export const firstDocument = {
  schemaVersion: 1,
  mode: { orders: 'shadow', stock: 'shadow', despatch: 'shadow' },
} as const;

/**
 * Writes the document of a first installation. Returns false, and changes nothing, where there is a document, or the
 * copy that shows that the connector has worked here before: a merchant may have removed the document since.
 */
export async function firstInstallation(documents: Documents): Promise<boolean> {
  if ((await documents.read(configurationContainer, validCopyKey)) !== undefined) return false;
  try {
    await documents.write(configurationContainer, configurationKey, firstDocument, 0);
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}
