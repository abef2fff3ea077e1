import { API_CLIENT, PERSONAL, TENANT } from '../../merchant';
import { documentsIn, type Invariant, type Scene } from './invariant';

const SECRETS = [...PERSONAL, API_CLIENT.secret, TENANT.password];
const CONTAINERS = [
  'peoplevox-connector',
  'peoplevox-orders',
  'peoplevox-exceptions',
  'peoplevox-hints',
  'peoplevox-audit',
];

export function nothingLeaks(scene: Scene): Invariant {
  return {
    name: 'I13 no secret and no personal data in logs or in what the connector keeps',
    atRest: () => {
      const kept = CONTAINERS.flatMap((container) => documentsIn(scene, container));
      const written = `${scene.world.lines.join('\n')}\n${JSON.stringify(kept)}`;
      const leaked = SECRETS.find((secret) => written.includes(secret));
      return leaked && `"${leaked.slice(0, 3)}…" is in the log or in a document`;
    },
  };
}
