import type { Rules } from 'peoplevox-connector-shared/configuration';
import { RulesUnavailable } from 'peoplevox-connector-shared/configuration';
import type { Hints } from 'peoplevox-connector-shared/despatch';
import { createUnreadableMessages, type ExceptionStore } from 'peoplevox-connector-shared/exceptions';
import { wordsOf, type Clock, type Log } from 'peoplevox-connector-shared/runtime';
import type { CallbackTally } from './callback-tally';
import { callbackEvents, callbackNames, type CallbackName } from './events';
import { readNumbers } from './read-numbers';

interface CallbackParts {
  readonly hints: Pick<Hints, 'note'>;
  readonly rules: () => Promise<Rules>;
  readonly exceptions: Pick<ExceptionStore, 'raise' | 'resolve'>;
  readonly tally: CallbackTally;
  /** Told once a hint is kept; must not fail. */
  readonly onHint: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** 503: nothing was kept. */
export interface CallbackAnswer {
  readonly status: 200 | 503;
  readonly outcome: 'noted' | 'switched off' | 'kept as unreadable' | 'not kept';
}

/** As many as no event of a warehouse concerns. */
const MOST_NUMBERS = 200;
const TELL_AGAIN_MS = 60_000;

/**
 * Takes one callback: its numbers become hints, durable before it is answered; nothing else of it is believed. Never
 * rejects.
 * @param text its query and its form as they came, joined with `&`
 */
export function createCallbacks(
  parts: CallbackParts,
): (name: CallbackName, text: string) => Promise<CallbackAnswer> {
  const { hints, log, tally } = parts;
  const unreadable = createUnreadable(parts);

  async function isOff(): Promise<boolean> {
    try {
      return (await parts.rules()).mode.despatch === 'off';
    } catch (error) {
      // A hint too many is dropped when it is worked; one too few would be lost.
      if (error instanceof RulesUnavailable) return false;
      throw error;
    }
  }

  async function take(name: CallbackName, text: string): Promise<CallbackAnswer> {
    tally.count(name);
    if (await isOff()) return { status: 200, outcome: 'switched off' };
    const numbers = readNumbers(text);
    if (numbers.length === 0 || numbers.length > MOST_NUMBERS) {
      tally.count('unreadable');
      await unreadable.met(name);
      return { status: 200, outcome: 'kept as unreadable' };
    }
    await Promise.all(numbers.map((number) => hints.note(number, callbackEvents[name].hint)));
    unreadable.over(name);
    parts.onHint();
    return { status: 200, outcome: 'noted' };
  }

  return async (name, text) => {
    try {
      return await take(name, text);
    } catch (error) {
      // Its text is Peoplevox's and may hold anything.
      log.error('A callback could not be kept; the sweep finds what it announced.', {
        callback: name,
        reason: wordsOf(error),
      });
      return { status: 503, outcome: 'not kept' };
    }
  };
}

/** By event. */
function createUnreadable(parts: CallbackParts) {
  const { clock } = parts;
  const toldAt = new Map<CallbackName, number>();
  const watches = new Map(
    callbackNames.map((name) => [
      name,
      createUnreadableMessages(parts, { type: 'message', key: `callback ${name}` }),
    ]),
  );

  return {
    async met(name: CallbackName): Promise<void> {
      if (clock.now() - (toldAt.get(name) ?? -Infinity) < TELL_AGAIN_MS) return;
      toldAt.set(name, clock.now());
      await watches.get(name)?.met({
        message: `Callbacks "${name}" of Peoplevox name no sales order that could be read. They were acknowledged; what they announced is found by the sweep.`,
        fix: `Find out at which path the tenant's version has the SalesOrderNumber of ${callbackEvents[name].type}, name it under "callbacks.${callbackEvents[name].rule}" in the rules document, and deploy again.`,
      });
    },
    over: (name: CallbackName) => watches.get(name)?.over(),
  };
}
