import { uuid, type Random } from '../../shared/src/runtime/world';
import type { Settings } from './settings';
import { refusal, success, type Answer } from './soap/calls';
import type { Tenant } from './tenant';

/** The two messages that integrators match (facts/peoplevox §3). Both come with HTTP 200. */
const invalidSession = 'System : Security - Invalid Session';
const sessionExpired = 'System : Security - Session Expired';

export interface LogIn {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

export interface Sessions {
  authenticate(logIn: LogIn): Answer;
  /** The refusal that an invalid session gets, or undefined; a valid one is good for another idle period. */
  check(credentials: { readonly clientId: string; readonly sessionId: string }): Answer | undefined;
  /** Ends all sessions, as a restart of the service does. */
  endAll(): void;
}

interface Session {
  readonly username: string;
  lastUsed: number;
}

const MINUTE_MS = 60_000;

export function createSessions(
  now: () => number,
  random: Random,
  tenant: Tenant,
  settings: Settings,
): Sessions {
  const sessions = new Map<string, Session>();
  const users = [{ username: tenant.username, password: tenant.password }, ...tenant.users];
  const sameClient = (clientId: string): boolean => clientId.toLowerCase() === tenant.clientId.toLowerCase();

  function open(username: string): Answer {
    if (settings.singleSession) {
      for (const [id, session] of sessions) if (session.username === username) sessions.delete(id);
    }
    const id = uuid(random);
    sessions.set(id, { username, lastUsed: now() });
    return success(`${tenant.clientId},${id}`);
  }

  return {
    authenticate({ clientId, username, password }) {
      const user = users.find((known) => known.username.toLowerCase() === username.toLowerCase());
      if (!user || !sameClient(clientId)) return refusal('System : Security - Invalid username or password');
      const encoded = toBase64(user.password);
      if (password === (tenant.passwordEncoding === 'base64' ? encoded : user.password))
        return open(user.username);
      // In the US region the wrong encoding is told only by the next call (facts/peoplevox §3).
      if (tenant.passwordEncoding === 'plain' && password === encoded)
        return success(`${tenant.clientId},${uuid(random)}`);
      return refusal('System : Security - Invalid username or password');
    },
    check({ clientId, sessionId }) {
      const session = sessions.get(sessionId);
      if (!session || !sameClient(clientId)) return refusal(invalidSession);
      if (now() - session.lastUsed >= settings.sessionIdleMinutes * MINUTE_MS) {
        sessions.delete(sessionId);
        return refusal(sessionExpired);
      }
      session.lastUsed = now();
      return undefined;
    },
    endAll: () => sessions.clear(),
  };
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
