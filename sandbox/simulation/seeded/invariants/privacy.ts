import { API_CLIENT, PERSONAL, TENANT } from '../../merchant';
import { CALLBACK_SECRET } from '../world';
import { documentsIn, type Invariant, type Scene } from './invariant';

const SECRETS = [...PERSONAL, API_CLIENT.secret, TENANT.password, CALLBACK_SECRET];
const CONTAINERS = [
  'peoplevox-connector',
  'peoplevox-orders',
  'peoplevox-exceptions',
  'peoplevox-hints',
  'peoplevox-audit',
  'peoplevox-captures',
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

export function strangersStayOut({ world }: Scene): Invariant {
  const tries = ['', CALLBACK_SECRET.slice(0, 4), CALLBACK_SECRET.slice(0, -1), `${CALLBACK_SECRET}x`];
  return {
    name: 'I14 a callback is let in with the whole secret only',
    atRest: () =>
      tries.some((secret) => world.isLetIn(secret)) ? 'a part of the secret opens the door' : undefined,
  };
}
