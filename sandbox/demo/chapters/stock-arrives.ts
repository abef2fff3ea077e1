import type { Narrator } from '../narrator';
import type { Stage } from '../stage';
import { soldFrom } from '../views';

export async function stockArrives(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('Stock comes to commercetools');
  narrator.note('Connect calls inventory-import each minute; here it is called whenever the story needs it.');
  narrator.expect('nothing is sold yet', soldFrom(stage, 'TRAY'), undefined);
  const { status } = await stage.connect.job('inventory-import').run();
  narrator.expect('the first run compares everything', status, 200);
  narrator.expect('the 100 trays of the warehouse can be sold', soldFrom(stage, 'TRAY'), 100);
}
