import { z } from 'zod';
import type { CommercetoolsEmulator } from '../../commercetools';
import type { EmulatorRequest, EmulatorResponse } from '../../commercetools/core/http';
import type { History } from './history';

/** A quantity that the connector gave to an InventoryEntry. */
export interface StockWrite {
  readonly sku: string;
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

  function see({ method, path, body }: EmulatorRequest, response: EmulatorResponse): void {
    const resource = path.split('/')[2] ?? '';
    if (method === 'GET' || response.status >= 300 || path.startsWith('/oauth')) return;
    history.note(`${method} ${path.split('/').slice(2, 4).join('/')} ${response.status}`);
    const actions = update.safeParse(JSON.parse(body ?? 'null')).data?.actions;
    if (actions === undefined) written.add(resource);
    else for (const { action } of actions) written.add(`${resource} ${action}`);
    const stock = entry.safeParse(response.body).data;
    if (resource === 'inventory' && stock !== undefined)
      stockWrites.push({ sku: stock.sku, to: stock.quantityOnStock });
    afterEachWrite();
  }

  async function handle(request: EmulatorRequest): Promise<EmulatorResponse> {
    const response = await commercetools.handle(request);
    see(request, response);
    return response;
  }

  return { stockWrites, written, emulator: { ...commercetools, handle } };
}
