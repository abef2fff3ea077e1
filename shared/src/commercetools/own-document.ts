import * as z from 'zod';
import { SpeakingError } from '../runtime/words-of';
import { Conflict, type Documents } from './documents';

const CONTAINER = 'peoplevox-connector';

/** Written by a later version of the connector: this one must not work on it. */
export class DocumentNewer extends SpeakingError {
  override readonly name = 'DocumentNewer';
  constructor(key: string) {
    super(
      `${CONTAINER}/${key} was written by a newer version of the connector; finish its deployment, or delete the document to start anew.`,
    );
  }
}

const anyVersion = z.looseObject({ schemaVersion: z.number() });

/** A document that only the holder of the lease writes; `assertHeld` throws once the lease may be lost. */
export class OwnDocument<T> {
  private version = 0;

  constructor(
    private readonly documents: Documents,
    private readonly key: string,
    private readonly schema: z.ZodType<T>,
    private readonly assertHeld: () => void,
  ) {}

  /** Undefined: there is none, or one that is of no use. */
  async load(): Promise<T | undefined> {
    const stored = await this.documents.read<unknown>(CONTAINER, this.key);
    this.version = stored?.version ?? 0;
    if ((anyVersion.safeParse(stored?.value).data?.schemaVersion ?? 1) > 1) throw new DocumentNewer(this.key);
    return this.schema.safeParse(stored?.value).data;
  }

  async save(value: T): Promise<void> {
    try {
      await this.write(value);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      // Nobody else writes it: an earlier write of ours succeeded without our hearing of it.
      this.version = (await this.documents.read(CONTAINER, this.key))?.version ?? 0;
      await this.write(value);
    }
  }

  async remove(): Promise<void> {
    this.assertHeld();
    try {
      await this.documents.remove(CONTAINER, this.key, this.version);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      // Not loaded, or an earlier write of ours succeeded without our hearing of it.
      const stored = await this.documents.read(CONTAINER, this.key);
      if (stored !== undefined) await this.documents.remove(CONTAINER, this.key, stored.version);
    }
    this.version = 0;
  }

  private async write(value: T): Promise<void> {
    this.assertHeld();
    ({ version: this.version } = await this.documents.write(CONTAINER, this.key, value, this.version));
  }
}
