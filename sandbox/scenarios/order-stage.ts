import { documentsOf, openStage, type Stage } from '../demo/stage';
import { LIVE_RULES } from '../simulation/merchant';

export const SKUS = ['MUG-BLUE', 'MUG-RED'];

/** order-export alone on a stage; closed after each test of the file that asks. */
export function createOrderStage() {
  let stage: Stage | undefined;
  /** All that the processes wrote, into their logs and into commercetools, in every scenario of the file. */
  const written: string[] = [];

  afterEach(async () => {
    if (stage !== undefined) {
      await stage.close();
      const documents = [...stage.commercetools.project.collections['key-value-document'].values()];
      written.push(...stage.connect.output(), ...documents.map((document) => JSON.stringify(document)));
    }
    stage = undefined;
  });

  async function open(options: Partial<Parameters<typeof openStage>[0]> = {}): Promise<Stage> {
    stage = await openStage({
      skus: SKUS,
      rules: LIVE_RULES,
      applications: ['order-export'],
      ...options,
    });
    return stage;
  }
  return { open, written };
}

/** Status and number of lines of each sales order. */
export function statuses({ peoplevox }: Stage): ReadonlyMap<string, string> {
  return new Map(
    [...peoplevox.floor.orders.values()].map(({ number, status, lines }) => [
      number,
      `${status} ${lines.length}`,
    ]),
  );
}

export const areAllocated = (opened: Stage, numbers: readonly string[]) => () =>
  numbers.every((number) => statuses(opened).get(number) === 'Allocated 1');

export const exceptionsOf = (opened: Stage) => documentsOf(opened, 'peoplevox-exceptions');
