import type { Narrator } from '../narrator';
import { documentsOf, type Stage } from '../stage';
import { availableOf, exceptionsOf, soldFrom } from '../views';

const GONE = ['BOWL', 'CUP', 'JUG', 'PLATE', 'SAUCER', 'SPOON'];

export async function implausibleFeed(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('Half of the stock disappears at once');
  const sold = () => GONE.map((sku) => soldFrom(stage, sku));
  const before = sold();
  for (const itemCode of GONE)
    stage.peoplevox.warehouse.adjustStock({ itemCode, quantity: -availableOf(stage, itemCode) });
  await stage.connect.job('inventory-import').run();
  const stopped = () => exceptionsOf(stage).find(({ code }) => code === 'stock-feed-implausible');
  narrator.note(`Told to ${stopped()?.owner}: ${stopped()?.message}`);
  narrator.expect('nothing is written on the word of one feed', sold(), before);
  const run = /Stock run (\S+)/.exec(stopped()?.message ?? '')?.[1] ?? '';
  narrator.note(`The warehouse says it is true: water damage. A person confirms run ${run}.`);
  await stage.asMerchant('POST', '/custom-objects', {
    container: 'peoplevox-connector',
    key: 'request-stock-confirm',
    value: { run },
  });
  await stage.connect.job('inventory-import').run();
  narrator.expect(
    'now it is written',
    sold().every((quantity) => quantity === 0),
    true,
  );
  narrator.expect('and its exception is resolved', stopped()?.status, 'resolved');
  narrator.note(
    `Each change is kept: ${documentsOf(stage, 'peoplevox-audit').length} chunks in peoplevox-audit.`,
  );
}
