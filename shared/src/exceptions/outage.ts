import type { Clock } from '../runtime/clock';
import type { ExceptionCode } from './codes';
import type { ExceptionStore, Subject } from './exception';

const LOOK_EVERY_MS = 60_000;

/** Tells people once that Peoplevox cannot be worked with, and once that it can again. */
export interface OutageWatch {
  /** A call failed; `kind` as of PeoplevoxError. Other kinds concern one object, not the system. */
  failed(kind: string): Promise<void>;
  /** Peoplevox answered; asks the exception store at most once a minute. */
  succeeded(): Promise<void>;
}

const findings: Readonly<Record<string, { code: ExceptionCode; message: string; fix: string }>> = {
  unavailable: {
    code: 'peoplevox-unavailable',
    message: 'Peoplevox does not answer. Orders wait and are sent when it answers again; nothing is lost.',
    fix: "Check Peoplevox's status with Descartes if this lasts; nothing else needs to be done here.",
  },
  credentials: {
    code: 'credentials-rejected',
    message:
      'Peoplevox does not accept the API user of this application, or another program uses the same user.',
    fix: 'Check user name, password and PEOPLEVOX_PASSWORD_ENCODING of the deployment, and give each application an API user of its own.',
  },
};

/** @param others applications whose outage is over too when this one gets an answer: they may have nothing to ask. */
export function createOutageWatch(
  exceptions: ExceptionStore,
  application: string,
  clock: Clock,
  others: readonly string[] = [],
): OutageWatch {
  const subject: Subject = { type: 'app', key: application };
  // Any process may have raised one and ended: whoever gets an answer looks, again and again.
  let lookAt = -Infinity;

  return {
    async failed(kind) {
      const finding = findings[kind];
      if (finding === undefined) return;
      await exceptions.raise({ ...finding, subject });
      lookAt = -Infinity;
    },
    async succeeded() {
      const now = clock.now();
      if (now < lookAt) return;
      lookAt = now + LOOK_EVERY_MS;
      try {
        for (const { code } of Object.values(findings))
          await exceptions.resolve(code, subject, 'Peoplevox answered again.');
        for (const key of others)
          await exceptions.resolve(
            'peoplevox-unavailable',
            { type: 'app', key },
            `Peoplevox answers ${application}.`,
          );
      } catch (error) {
        lookAt = -Infinity;
        throw error;
      }
    },
  };
}
