import type { PeoplevoxSettings } from '../../shared/src/runtime';

/** Client ids of QA tenants contain `Qa` or `Qac` and digits, and some have a host of their own (facts/peoplevox §1). */
const QA_CLIENT_ID = /Qac?\d/;
const QA_HOST = /^(?:qa\d*|integration-qac)\./;

/**
 * Why the tenant may not be tried out on; undefined: it may. One that does not look like a QA tenant needs its client id
 * said again.
 */
export function refusal(
  { clientId, url }: Pick<PeoplevoxSettings, 'clientId' | 'url'>,
  confirmed: string | undefined,
): string | undefined {
  if (QA_CLIENT_ID.test(clientId) || QA_HOST.test(new URL(url).hostname)) return undefined;
  if (confirmed === clientId) return undefined;
  return (
    `Tenant ${clientId} does not look like a QA tenant: their client ids contain Qa or Qac and digits, as in shopQa1234. ` +
    'Nothing was sent. If it is one all the same, and nobody picks real orders there, say so with ' +
    '--confirm-tenant followed by its client id.'
  );
}
