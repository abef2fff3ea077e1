import { Conflict, type Documents, type Stored } from '../commercetools/documents';

const CONTAINER = 'peoplevox-connector';
/** A person asks for an audit at the next tick; the value says nothing. */
export const REQUEST_AUDIT = 'request-sku-audit';

export function readRequest(documents: Documents): Promise<Stored<unknown> | undefined> {
  return documents.read<unknown>(CONTAINER, REQUEST_AUDIT);
}

/** To be called once what it asks for is kept elsewhere. */
export async function removeRequest(documents: Documents, { version }: Stored<unknown>): Promise<void> {
  try {
    await documents.remove(CONTAINER, REQUEST_AUDIT, version);
  } catch (error) {
    // Somebody asked again meanwhile: taken at the next tick.
    if (!(error instanceof Conflict)) throw error;
  }
}
