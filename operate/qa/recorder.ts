import { PeoplevoxError, Unsearchable, type SaveOutcome } from '../../shared/src/peoplevox';
import type { Observations } from './observations';

export type Draft = { -readonly [Key in keyof Observations]: Observations[Key] };

export interface Recorder {
  readonly seen: Draft;
  /** Tells what is being done and does it; what Peoplevox refuses is noted, and the next step may be taken. */
  readonly step: (words: string, work: () => Promise<void>) => Promise<void>;
  /** Notes what was not taken although later steps rest on it. */
  readonly demand: (what: string, outcome: SaveOutcome) => void;
  readonly fail: (what: string, words: string) => void;
}

export function createRecorder(number: string, say: (words: string) => void): Recorder {
  const failures: { step: string; words: string }[] = [];
  const fail = (step: string, words: string) => void failures.push({ step, words });
  return {
    seen: { number, failures },
    fail,
    demand: (what, outcome) => {
      if (outcome.kind !== 'saved') fail(what, outcome.words);
    },
    step: async (words, work) => {
      say(words);
      try {
        await work();
      } catch (error) {
        if (!(error instanceof PeoplevoxError || error instanceof Unsearchable)) throw error;
        fail(words, error.message);
      }
    },
  };
}
