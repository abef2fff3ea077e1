import * as z from 'zod';
import type { CommercetoolsEmulator } from '../../commercetools';
import type { EmulatorRequest, EmulatorResponse } from '../../commercetools/core/http';
import type { History } from './history';

/** A quantity that the connector gave to an InventoryEntry. */
interface StockWrite {
  readonly sku: string;
  /** -1: there was no entry. */
  readonly from: number;
  readonly to: number;
}

const update = z.object({ actions: z.array(z.looseObject({ action: z.string() })) });
const entry = z.object({ sku: z.string(), quantityOnStock: z.number() });

/** Sees every write of the connector that commercetools took. */
export function createWitness(
  commercetools: CommercetoolsEmulator,
  history: History,
  afterEachWrite: () => void,
) {
  const stockWrites: StockWrite[] = [];
  /** Resource, and for updates the action: `orders updateSyncInfo`. */
  const written = new Set<string>();

  function quantityOf({ path }: EmulatorRequest): number {
    const entries = commercetools.project.collections['inventory-entry'];
    return entries.get(path.split('/')[3] ?? '')?.quantityOnStock ?? -1;
  }

  function see({ method, path, body }: EmulatorRequest, response: EmulatorResponse, from: number): void {
    const resource = path.split('/')[2] ?? '';
    if (method === 'GET' || response.status >= 300 || path.startsWith('/oauth')) return;
    history.note(`${method} ${path.split('/').slice(2, 4).join('/')} ${response.status}`);
    // The connector's own documents, most of all writes, are looked at when everything is at rest.
    if (resource === 'custom-objects') {
      written.add(resource);
      return;
    }
    const actions = update.safeParse(JSON.parse(body ?? 'null')).data?.actions;
    if (actions === undefined) written.add(resource);
    else for (const { action } of actions) written.add(`${resource} ${action}`);
    const stock = entry.safeParse(response.body).data;
    if (resource === 'inventory' && stock !== undefined)
      stockWrites.push({ sku: stock.sku, from, to: stock.quantityOnStock });
    afterEachWrite();
  }

  async function handle(request: EmulatorRequest): Promise<EmulatorResponse> {
    const from = quantityOf(request);
    const response = await commercetools.handle(request);
    see(request, response, from);
    return response;
  }

  return { stockWrites, written, emulator: { ...commercetools, handle } };
}
