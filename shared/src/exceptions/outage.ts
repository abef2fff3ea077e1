import type { ExceptionCode } from './codes';
import type { ExceptionStore, Subject } from './exception';

/** Tells people once that Peoplevox cannot be worked with, and once that it can again. */
export interface OutageWatch {
  /** A call failed; `kind` as of PeoplevoxError. Other kinds concern one object, not the system. */
  failed(kind: string): Promise<void>;
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

export function createOutageWatch(exceptions: ExceptionStore, application: string): OutageWatch {
  const subject: Subject = { type: 'app', key: application };
  // A new process does not know what an earlier one raised: its first success looks.
  const perhapsOpen = new Set<ExceptionCode>(Object.values(findings).map(({ code }) => code));

  return {
    async failed(kind) {
      const finding = findings[kind];
      if (finding === undefined) return;
      await exceptions.raise({ ...finding, subject });
      perhapsOpen.add(finding.code);
    },
    async succeeded() {
      for (const code of [...perhapsOpen]) {
        perhapsOpen.delete(code);
        try {
          await exceptions.resolve(code, subject, 'Peoplevox answered again.');
        } catch (error) {
          perhapsOpen.add(code);
          throw error;
        }
      }
    },
  };
}
