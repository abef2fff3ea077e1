import type { ByProjectKeyRequestBuilder, CustomObject } from '@commercetools/platform-sdk';
import { SpeakingError } from '../runtime/words-of';
import { orUndefined } from './absence';
import { keepNewerForms } from './form';
import { greaterThan } from './predicate';

/** A Custom Object as stored. `version` counts from 1; `lastModifiedAt` is commercetools' clock, ms since the epoch. */
export interface Stored<T> {
  readonly container: string;
  readonly key: string;
  readonly value: T;
  readonly version: number;
  readonly lastModifiedAt: number;
}

/** Someone else wrote first: read again, decide again. */
export class Conflict extends SpeakingError {
  override readonly name = 'Conflict';
}

/**
 * Custom Objects with compare-and-set. The platform does not save fields whose value is null (facts/commercetools §8).
 * After an unknown outcome a write is repeated, so a Conflict may be due to one's own write: reading again tells.
 */
export interface Documents {
  read<T>(container: string, key: string): Promise<Stored<T> | undefined>;
  /**
   * Writes only onto `version` (0: only if it does not exist); rejects with Conflict otherwise, and with NewerForm onto
   * what a later version of the connector wrote.
   */
  write<T>(container: string, key: string, value: T, version: number): Promise<Stored<T>>;
  /** Deletes only `version`; rejects with Conflict otherwise; true if it existed. */
  remove(container: string, key: string, version: number): Promise<boolean>;
  /** All documents of a container, by id, in pages of 500; `where` is a predicate of the platform. */
  list<T>(container: string, where?: string): AsyncIterable<Stored<T>>;
}

/** The platform's largest page. */
const PAGE = 500;

/** Containers and keys are `[-_~.a-zA-Z0-9]{1,256}` (facts/commercetools §8); others are refused before they are sent. */
const NAME = /^[-_~.a-zA-Z0-9]{1,256}$/;

export function createDocuments(api: ByProjectKeyRequestBuilder): Documents {
  return keepNewerForms(plainDocuments(api));
}

function plainDocuments(api: ByProjectKeyRequestBuilder): Documents {
  const at = (container: string, key: string) => {
    checkNames(container, key);
    return api.customObjects().withContainerAndKey({ container, key });
  };

  return {
    read: async <T>(container: string, key: string) => {
      const found = await orUndefined(at(container, key).get().execute());
      return found && stored<T>(found);
    },
    write: async <T>(container: string, key: string, value: T, version: number) => {
      checkNames(container, key);
      const body = { container, key, value, version };
      const reply = await api.customObjects().post({ body }).execute();
      return stored<T>(reply.body);
    },
    remove: async (container, key, version) =>
      (await orUndefined(at(container, key).delete({ queryArgs: { version } }).execute())) !== undefined,
    async *list<T>(container: string, where?: string) {
      checkNames(container);
      const request = api.customObjects().withContainer({ container });
      for (let after: string | undefined; ;) {
        const predicates = [...(where ? [where] : []), ...(after ? [greaterThan('id', after)] : [])];
        const queryArgs = { where: predicates, sort: 'id asc', limit: PAGE, withTotal: false };
        const { results } = (await request.get({ queryArgs }).execute()).body;
        for (const found of results) yield stored<T>(found);
        after = results.at(-1)?.id;
        if (results.length < PAGE) return;
      }
    },
  };
}

function stored<T>(found: Omit<CustomObject, 'value'> & { readonly value: T }): Stored<T> {
  return {
    container: found.container,
    key: found.key,
    value: found.value,
    version: found.version,
    lastModifiedAt: Date.parse(found.lastModifiedAt),
  };
}

function checkNames(...names: readonly string[]): void {
  if (!names.every((name) => NAME.test(name)))
    throw new RangeError(
      'A Custom Object needs a container and a key of 1 to 256 letters, digits and - _ ~ . only.',
    );
}
