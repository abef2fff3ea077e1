import { Cron } from 'croner';
import type { Cancel, World } from '../../shared/src/runtime';
import { inTurn } from './broker';

/** What a job answered; status 0: it gave none, because no instance was there or it ended while it worked. */
export interface JobAnswer {
  readonly status: number;
  /** As JSON where it is JSON, else as text. */
  readonly body: unknown;
}

/** A job application as its schedule sees it. */
export interface Job {
  /** Calls it now, whether or not an earlier call is still at work. */
  run(): Promise<JobAnswer>;
  /** Answers to the calls of the schedule, in the order in which they came. */
  readonly answers: readonly JobAnswer[];
  stop(): void;
}

interface JobOptions {
  /** URLs of the instances, asked anew before each call. */
  readonly endpoints: () => readonly string[];
  /** In the form of cron, UTC; undefined: it is called only by `run`. */
  readonly schedule: string | undefined;
}

/**
 * Posts to a job on its schedule. As on the platform, a call does not wait for the one before it, and one that fails is
 * not repeated: the next one comes with the schedule.
 */
export function createJob({ endpoints, schedule }: JobOptions, world: World): Job {
  const nextEndpoint = inTurn(endpoints);
  const answers: JobAnswer[] = [];
  const stopping = new AbortController();
  let cancel: Cancel = () => undefined;

  async function run(): Promise<JobAnswer> {
    const endpoint = nextEndpoint();
    if (endpoint === undefined) return { status: 0, body: 'No instance is running.' };
    try {
      const response = await world.fetch(endpoint, { method: 'POST', signal: stopping.signal });
      return { status: response.status, body: parsed(await response.text()) };
    } catch (failure) {
      return { status: 0, body: failure instanceof Error ? failure.message : String(failure) };
    }
  }

  function wait(pattern: string): void {
    const now = world.clock.now();
    const next = new Cron(pattern, { paused: true, timezone: 'UTC' }).nextRun(new Date(now));
    if (next === null) return;
    cancel = world.clock.after(next.getTime() - now, () => {
      wait(pattern);
      void run().then((answer) => {
        if (!stopping.signal.aborted) answers.push(answer);
      });
    });
  }

  if (schedule !== undefined) wait(schedule);
  return {
    run,
    answers,
    stop: () => {
      cancel();
      stopping.abort();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
