import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import type { Clock } from '../runtime/clock';
import type { ExportChannel } from './known-order';

export const EXPORT_CHANNEL = { key: 'peoplevox', role: 'OrderExport', name: 'Peoplevox' } as const;

const KEEP_MS = 10 * 60_000;

/** The Channel that marks exported orders; rejects while post-deploy has not created it. */
export function createExportChannel(
  api: ByProjectKeyRequestBuilder,
  clock: Clock,
): () => Promise<ExportChannel> {
  let known: { readonly channel: Promise<ExportChannel>; readonly until: number } | undefined;

  async function read(): Promise<ExportChannel> {
    const { id, createdAt } = (await api.channels().withKey({ key: EXPORT_CHANNEL.key }).get().execute())
      .body;
    return { id, createdAt };
  }

  return () => {
    if (known === undefined || known.until <= clock.now()) {
      const channel = read();
      known = { channel, until: clock.now() + KEEP_MS };
      channel.catch(() => (known = undefined));
    }
    return known.channel;
  };
}
