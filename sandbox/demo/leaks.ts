import { PERSONAL } from '../simulation/merchant';
import { documentsOf, type Stage } from './stage';

const CONTAINERS = ['peoplevox-exceptions', 'peoplevox-orders', 'peoplevox-connector', 'peoplevox-audit'];

/** Values of customers that stand in anything which the connector wrote: logs and what it keeps in commercetools. */
export function leakedFrom(stage: Stage): string[] {
  const written = [
    ...stage.connect.output(),
    ...CONTAINERS.map((container) => JSON.stringify(documentsOf(stage, container))),
  ].join('\n');
  return PERSONAL.filter((value) => written.includes(value));
}
