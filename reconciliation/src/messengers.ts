import { digestWords, type Digest, type Owner } from 'peoplevox-connector-shared/exceptions';
import { withDeadline, type World } from 'peoplevox-connector-shared/runtime';

const WITHIN_MS = 10_000;

/** The team may not have been told. Never names the address: that is a secret. */
export class NotTold extends Error {
  override readonly name = 'NotTold';
}

/**
 * Messengers to the teams' webhooks: a POST of `{ "text": … }`, which Slack, Mattermost, Google Chat and others take.
 * @param project shown in each message, so that people know which shop it is about
 */
export function createMessengers(
  webhooks: Readonly<Record<Owner, string | undefined>>,
  project: string,
  { clock, fetch }: Pick<World, 'clock' | 'fetch'>,
): (owner: Owner) => ((digest: Digest) => Promise<void>) | undefined {
  return (owner) => {
    const url = webhooks[owner];
    if (url === undefined) return undefined;
    return async (digest) => {
      const body = JSON.stringify({ text: digestWords(digest, project) });
      const headers = { 'content-type': 'application/json' };
      const status = await withDeadline(clock, WITHIN_MS, async (signal) => {
        const reply = await fetch(url, { method: 'POST', headers, body, signal });
        return reply.status;
      }).catch((error: unknown) => {
        throw new NotTold(`The webhook did not answer (${error instanceof Error ? error.name : 'unknown'}).`);
      });
      if (status < 200 || status > 299) throw new NotTold(`The webhook answered with status ${status}.`);
    };
  };
}
