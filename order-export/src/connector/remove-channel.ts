import {
  CommercetoolsError,
  type ByProjectKeyRequestBuilder,
} from 'peoplevox-connector-shared/commercetools';
import { EXPORT_CHANNEL } from 'peoplevox-connector-shared/orders';

/**
 * Removes the Channel unless no deployment created it, or an order refers to it: it marks what was exported.
 * @param made ids of what deployments created
 */
export async function removeUnusedChannel(
  api: ByProjectKeyRequestBuilder,
  made: ReadonlySet<string>,
): Promise<string> {
  const { key } = EXPORT_CHANNEL;
  const channels = await api
    .channels()
    .get({ queryArgs: { where: 'key = :key', 'var.key': key, limit: 1 } })
    .execute();
  const channel = channels.body.results[0];
  if (channel === undefined) return `Channel "${key}": absent.`;
  if (!made.has(channel.id)) return `Channel "${key}": kept, for it was not created by this connector.`;
  const where = `syncInfo(channel(id = "${channel.id}"))`;
  const marked = await api
    .orders()
    .get({ queryArgs: { where, limit: 1, withTotal: false } })
    .execute();
  if (marked.body.results.length > 0)
    return `Channel "${key}": kept, for exported orders are marked with it.`;
  try {
    await api
      .channels()
      .withId({ ID: channel.id })
      .delete({ queryArgs: { version: channel.version } })
      .execute();
    return `Channel "${key}": removed.`;
  } catch (error) {
    if (!(error instanceof CommercetoolsError) || error.code !== 'ReferenceExists') throw error;
    return `Channel "${key}": kept, for something in the project still refers to it.`;
  }
}
