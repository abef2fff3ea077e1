import Sequencer from '@jest/test-sequencer';

/**
 * Scenarios take minutes, most of which they wait for processes and for Peoplevox's request limit; all else keeps the
 * processor busy. Begun in turn, from the first moment on, neither is left over at the end.
 */
export default class TestOrder extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const waiting = sorted.filter(({ path }) => path.includes('/sandbox/scenarios/'));
    const working = sorted.filter((test) => !waiting.includes(test));
    const length = Math.max(waiting.length, working.length);
    return Array.from({ length }, (_, turn) => [waiting[turn], working[turn]])
      .flat()
      .filter((test) => test !== undefined);
  }
}
