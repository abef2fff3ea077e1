import { configurationContainer } from '../configuration';
import type { Documents } from '../commercetools/documents';

/** The form that this version writes, of every kind of document. */
const FORM = 1;

/**
 * Whether a later version of the connector has worked here, a sentence: it leaves its mark among the documents that
 * every application writes. Ledger and audit are not searched, they may hold a million documents; what a later version
 * wrote there is not overwritten either (Documents).
 */
export async function newerDocuments(documents: Documents): Promise<string[]> {
  for await (const { key } of documents.list(configurationContainer, `value(schemaVersion > ${FORM})`))
    return [
      `Custom Object ${configurationContainer}/${key} was written by a later version of the connector. Deploy that version or a later one.`,
    ];
  return [];
}
