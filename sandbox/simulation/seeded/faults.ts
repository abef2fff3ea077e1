import type { EmulatorRequest } from '../../commercetools/core/http';
import type { Fault as CommercetoolsFault } from '../../commercetools/faults';
import type { FaultInput as PeoplevoxFault, FaultSubject } from '../../peoplevox/faults';
import type { Dice } from './dice';
import type { History } from './history';
import type { Setting } from './plan';

/** What goes wrong with calls, decided by the seed for each of them alone. */
interface Faults {
  readonly peoplevox: (subject: FaultSubject) => PeoplevoxFault | undefined;
  readonly commercetools: (request: EmulatorRequest) => CommercetoolsFault | undefined;
  /** Whether anything goes wrong from now on. */
  rage(on: boolean): void;
  /** `system operation fault` → how often. */
  readonly hits: ReadonlyMap<string, number>;
  /** The calls that went wrong, such as `peoplevox SaveData Sales orders #3`. */
  readonly fired: readonly string[];
}

interface FaultOptions {
  readonly dice: Dice;
  readonly setting: Setting;
  readonly history: History;
  /** Only these of the calls that would go wrong do; undefined: all of them. */
  readonly only?: ReadonlySet<string>;
}

const peoplevoxFaults: readonly (readonly [string, PeoplevoxFault])[] = [
  ['reset', { kind: 'reset' }],
  ['reply-lost', { kind: 'reply-lost' }],
  ['reply-lost', { kind: 'reply-lost' }],
  ['500', { kind: 'http', status: 500 }],
  ['503', { kind: 'http', status: 503 }],
  ['429', { kind: 'http', status: 429 }],
  ['429 Retry-After', { kind: 'http', status: 429, headers: { 'retry-after': '7' } }],
  ['HTML page', { kind: 'html' }],
  ['malformed XML', { kind: 'truncated' }],
  ['slow', { kind: 'delay', ms: 9_000 }],
  ['late', { kind: 'delay', ms: 40_000, before: true }],
  ['very slow', { kind: 'delay', ms: 61_000 }],
  ['session-lost', { kind: 'session-lost' }],
];

const saveFaults: typeof peoplevoxFaults = [
  ...peoplevoxFaults,
  ['row refused', { kind: 'row-refused' }],
  ['row refused', { kind: 'row-refused' }],
];
const readFaults: typeof peoplevoxFaults = [...peoplevoxFaults, ['garbled CSV', { kind: 'garbled' }]];

/** What can go wrong with an operation of Peoplevox. */
function peoplevoxFaultsOf(operation: string): typeof peoplevoxFaults {
  if (operation === 'SaveData') return saveFaults;
  return operation.startsWith('Get') ? readFaults : peoplevoxFaults;
}

const versionConflict = JSON.stringify({
  statusCode: 409,
  message: 'Object has a different version than expected.',
  errors: [{ code: 'ConcurrentModification', message: 'Object has a different version than expected.' }],
});

const commercetoolsFaults: readonly (readonly [string, CommercetoolsFault])[] = [
  ['reset', 'reset'],
  ['reply-lost', 'reply-lost'],
  ['reply-lost', 'reply-lost'],
  ['500', { status: 500, body: '{"statusCode":500,"message":"Oops","errors":[]}' }],
  ['HTML page', { status: 502, body: '<html>Bad gateway</html>' }],
  ['503', { status: 503, headers: { 'retry-after': '1' } }],
  ['429', { status: 429 }],
  ['malformed JSON', { status: 200, body: '{"id": "half a reply' }],
  ['slow', { delayMs: 3_000 }],
];

export function createFaults({ dice, setting, history, only }: FaultOptions): Faults {
  const hits = new Map<string, number>();
  const fired: string[] = [];
  const counts = new Map<string, number>();
  const latency = dice.stream('commercetools latency');
  let rages = false;

  /** Which of `faults` this call gets; undefined: none. */
  function drawn<T>(
    system: string,
    operation: string,
    rate: number,
    faults: readonly (readonly [string, T])[],
  ): T | undefined {
    const count = (counts.get(`${system} ${operation}`) ?? 0) + 1;
    counts.set(`${system} ${operation}`, count);
    const call = `${system} ${operation} #${count}`;
    if (!rages || dice.of(call) >= rate || (only !== undefined && !only.has(call))) return undefined;
    const [name, fault] = faults[Math.floor(dice.of(`fault of ${call}`) * faults.length)] ?? [];
    if (name === undefined) return undefined;
    fired.push(call);
    const hit = `${system} ${operation}: ${name}`;
    hits.set(hit, (hits.get(hit) ?? 0) + 1);
    history.note(`fault ${call}: ${name}`);
    return fault;
  }

  return {
    hits,
    fired,
    rage: (on) => {
      rages = on;
    },
    peoplevox: ({ operation, template }) =>
      drawn(
        'peoplevox',
        [operation, template].filter(Boolean).join(' '),
        setting.faultRate.peoplevox,
        peoplevoxFaultsOf(operation),
      ),
    commercetools: (request) => {
      const [least, most] = setting.commercetoolsLatencyMs;
      const delayMs = Math.round(least + latency() * (most - least));
      const isWrite = request.method === 'POST' && /"version":\d/.test(request.body ?? '');
      const faults = isWrite
        ? [...commercetoolsFaults, ['409', { status: 409, body: versionConflict }] as const]
        : commercetoolsFaults;
      const fault = drawn('commercetools', operationOf(request), setting.faultRate.commercetools, faults);
      return fault ?? { delayMs };
    },
  };
}

/** `POST orders`, `GET custom-objects`. */
function operationOf({ method, path }: EmulatorRequest): string {
  const [, first = '', second = ''] = path.split('/');
  return `${method} ${first === 'oauth' ? 'oauth' : second || 'project'}`;
}
