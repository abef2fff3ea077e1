import {
  ensureExtension,
  ORDER_EXPANSIONS,
  removeExtension,
  type ByProjectKeyRequestBuilder,
  type ExtensionTrigger,
} from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { changeDeployment, fingerprint, readDeployment, type RecordParts } from '../deployment-record';

export const ORDER_EXTENSION = 'peoplevox-order';

/** commercetools' default, and as long as a shop should wait. */
const TIMEOUT_MS = 2_000;

interface ExtensionParts extends RecordParts {
  readonly api: ByProjectKeyRequestBuilder;
  /** The first is given to commercetools. Undefined: none is configured. */
  readonly secrets: readonly string[] | undefined;
}

export function extensionUrl(service: string): string {
  return `${service}/extension`;
}

/** What it is called for; undefined: no rule is on, and it must not exist. Pure. */
export function triggersOf({ extension }: Rules): readonly [ExtensionTrigger] | undefined {
  const { refuseLateChanges, refuseUnexportableOrders } = extension;
  if (!refuseLateChanges && !refuseUnexportableOrders) return undefined;
  // One trigger, for whether a resource type may have two is not documented. An order without syncInfo was never
  // exported: no warehouse picks it.
  const condition = refuseUnexportableOrders ? {} : { condition: 'syncInfo is not empty' };
  return [
    {
      resourceTypeId: 'order',
      actions: [
        ...(refuseUnexportableOrders ? (['Create'] as const) : []),
        ...(refuseLateChanges ? (['Update'] as const) : []),
      ],
      ...condition,
    },
  ];
}

/** The header that commercetools must send. */
function authorizationOf(secret: string): string {
  return `Bearer ${secret}`;
}

/**
 * Makes the extension exist while a rule is on, exactly as the rules want it, and not otherwise. Safe to repeat.
 * @returns what it did, in words without the secret
 */
export async function keepExtension(
  parts: ExtensionParts,
  { rules, service }: { readonly rules: Rules; readonly service: string },
): Promise<string> {
  const url = extensionUrl(service);
  const triggers = triggersOf(rules);
  if (triggers === undefined) {
    const change = await removeExtension(parts.api, ORDER_EXTENSION, url);
    return `API extension "${ORDER_EXTENSION}": ${change === 'removed' ? 'removed, for' : 'not needed:'} no rule of "extension" is on.`;
  }
  const secret = parts.secrets?.[0];
  if (secret === undefined)
    return `API extension "${ORDER_EXTENSION}": a rule of "extension" is on, but EXTENSION_SECRET is not set. Nothing is refused. Set it and deploy again.`;
  const header = fingerprint(url, secret);
  const known = await readDeployment(parts.documents);
  const change = await ensureExtension(parts.api, {
    key: ORDER_EXTENSION,
    url,
    headerValue: authorizationOf(secret),
    triggers,
    timeoutInMs: TIMEOUT_MS,
    includeOldResource: rules.extension.refuseLateChanges,
    // As the export reads an order.
    expansionPaths: rules.extension.refuseUnexportableOrders ? ORDER_EXPANSIONS : [],
    renewHeader: known?.extension?.header !== header,
  });
  if (known?.extension?.header !== header)
    await changeDeployment(parts, (latest) => ({
      ...latest,
      service,
      subscriptions: latest?.subscriptions ?? [],
      extension: { header },
    }));
  return `API extension "${ORDER_EXTENSION}": ${change === 'none' ? 'as it should be' : change}.`;
}

const EVERY_MS = 60_000;

/**
 * Keeps the extension in step while the application runs, asked as often as one likes and done once a minute: rules
 * change without a deployment. Does nothing where another deployment registered last, whose secret is another one.
 * @returns what it did, in words
 */
export function createExtensionKeeper(
  parts: ExtensionParts & { readonly rules: () => Promise<Rules> },
): () => Promise<string> {
  const { clock } = parts.world;
  let last = { at: -Infinity, words: '' };
  return async () => {
    if (clock.now() - last.at < EVERY_MS) return last.words;
    last = { at: clock.now(), words: 'API extension: under way.' };
    const words = await keep(parts);
    last = { at: last.at, words };
    return words;
  };
}

async function keep(parts: ExtensionParts & { readonly rules: () => Promise<Rules> }): Promise<string> {
  const known = await readDeployment(parts.documents);
  if (known === undefined) return 'The application is not deployed yet.';
  const { service, extension } = known;
  const isOurs =
    extension === undefined ||
    parts.secrets?.some((secret) => fingerprint(extensionUrl(service), secret) === extension.header) === true;
  if (!isOurs) return 'The API extension belongs to a deployment with another secret.';
  return keepExtension(parts, { rules: await parts.rules(), service });
}
