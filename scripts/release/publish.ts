import * as z from 'zod';
import type { Clock } from '../../shared/src/runtime';
import type { ConnectApi } from './connect-api';
import { waitFor } from './wait';

export interface PublishParts {
  readonly api: ConnectApi;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

export interface Release {
  /** Key of the ConnectorStaged, made once by hand (docs/installation.md). */
  readonly connectorKey: string;
  /** Ends in `.git`. */
  readonly repositoryUrl: string;
  readonly tag: string;
  /** For the public marketplace only: commercetools reviews it. */
  readonly certification: boolean;
}

/** The platform's images, tests, scans and static analysis take their time. */
const PREVIEW_MS = 45 * 60_000;
const PUBLISH_MS = 30 * 60_000;

const report = z.looseObject({
  entries: z.array(z.looseObject({ type: z.string(), title: z.string(), message: z.string().optional() })),
});
const staged = z.looseObject({
  version: z.number(),
  status: z.string(),
  isPreviewable: z.string(),
  repository: z.looseObject({ url: z.string(), tag: z.string() }),
  previewableReport: report.optional(),
  publishingReport: report.optional(),
});
type Staged = z.output<typeof staged>;

/**
 * Points the ConnectorStaged at the tag, has the platform build and check it (previewable), and publishes it. Safe to
 * repeat after it broke off.
 * @throws with the platform's report when it does not pass
 */
export async function publish({ api, clock, say }: PublishParts, release: Release): Promise<void> {
  const { connectorKey, repositoryUrl: url, tag, certification } = release;
  const path = `/connectors/drafts/key=${encodeURIComponent(connectorKey)}`;
  const read = async (): Promise<Staged> => staged.parse(await api.get(path));
  const update = async (action: object): Promise<void> => {
    const { version } = await read();
    await api.post(path, { version, actions: [action] });
  };

  const { repository } = await read();
  if (repository.url !== url || repository.tag !== tag) await update({ action: 'setRepository', url, tag });
  say(`${connectorKey} points at ${tag}.`);

  await update({ action: 'updatePreviewable' });
  const previewed = await waitFor(
    clock,
    { what: 'Making it previewable', withinMs: PREVIEW_MS },
    read,
    ({ isPreviewable }) => isPreviewable !== 'pending',
  );
  if (previewed.isPreviewable !== 'true')
    throw new Error(`${tag} is not previewable:\n${wordsOf(previewed.previewableReport)}`);
  say(`${tag} is previewable.`);

  await update({ action: 'publish', certification });
  const published = await waitFor(
    clock,
    { what: 'Publishing', withinMs: PUBLISH_MS },
    read,
    ({ status }) => status !== 'Processing',
  );
  if (published.status === 'Failed' || published.status === 'Draft')
    throw new Error(`${tag} was not published:\n${wordsOf(published.publishingReport)}`);
  say(`${tag}: ${published.status}.`);
}

function wordsOf(found: z.output<typeof report> | undefined): string {
  const entries = found?.entries ?? [];
  if (entries.length === 0) return 'The platform gives no report.';
  return entries
    .map(({ type, title, message = '' }) => `- ${type}: ${title} ${message}`.trimEnd())
    .join('\n');
}
