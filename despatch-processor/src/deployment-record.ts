import { createHash } from 'node:crypto';
import { withConflictRetry, type Documents } from 'peoplevox-connector-shared/commercetools';
import { DEPLOYMENT } from 'peoplevox-connector-shared/despatch';
import type { World } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';

const { container: CONTAINER, key: KEY } = DEPLOYMENT;

const record = z.looseObject({
  schemaVersion: z.literal(1),
  /** Address of the endpoint that everything below points at. */
  service: z.string(),
  /** Peoplevox cannot list its subscriptions (facts/peoplevox §9). `form`: fingerprint of address and parameters. */
  subscriptions: z.array(z.object({ event: z.string(), id: z.number(), form: z.string() })),
  /** Fingerprint of the `Authorization` that commercetools was given for the API extension. */
  extension: z.object({ header: z.string() }).optional(),
});
export type DeploymentRecord = z.output<typeof record>;

/** 16 hexadecimal digits: tells whether a secret is the same without holding it. */
export function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** What the last deployment registered elsewhere; undefined: nothing. */
export async function readDeployment(documents: Documents): Promise<DeploymentRecord | undefined> {
  return record.safeParse((await documents.read<unknown>(CONTAINER, KEY))?.value).data;
}

export interface RecordParts {
  readonly documents: Documents;
  readonly world: Pick<World, 'clock' | 'random'>;
}

/** Changes the record by compare-and-set; `change` is asked again when somebody else was faster. */
export async function changeDeployment(
  { documents, world }: RecordParts,
  change: (known: DeploymentRecord | undefined) => Omit<DeploymentRecord, 'schemaVersion'>,
): Promise<void> {
  await withConflictRetry({ world }, async () => {
    const stored = await documents.read<unknown>(CONTAINER, KEY);
    const value = { ...change(record.safeParse(stored?.value).data), schemaVersion: 1 };
    await documents.write(CONTAINER, KEY, value, stored?.version ?? 0);
  });
}
