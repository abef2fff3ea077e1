import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const jsonContent = z.looseObject({ 'application/json': z.looseObject({ schema: z.unknown() }).optional() });
const response = z.looseObject({ $ref: z.string().optional(), content: jsonContent.optional() });
const parameter = z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional() });
const operation = z.looseObject({
  parameters: z.array(parameter).optional(),
  requestBody: z.looseObject({ content: jsonContent.optional() }).optional(),
  responses: z.record(z.string(), response),
});
const path = z.looseObject({
  parameters: z.array(parameter).optional(),
  get: operation.optional(),
  head: operation.optional(),
  post: operation.optional(),
  delete: operation.optional(),
});
const document = z.object({
  paths: z.record(z.string(), path),
  components: z.object({
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
    responses: z.record(z.string(), response).default({}),
  }),
});

export type OpenApiDocument = z.infer<typeof document>;
export type OpenApiPath = z.infer<typeof path>;
export type Operation = z.infer<typeof operation>;

/** Beside the repository: the platform's own files, of the HTTP API and of Checkout, which are not copied into it. */
export const DEFAULT_FILES = ['commercetools-openapi.yaml', 'commercetools-checkout-openapi.yaml'].map(
  (name) => resolve(__dirname, '../../../../shared/reference', name),
);

/** Part of the cache's name: raise it when `withoutAnnotations` changes. */
const CACHE_FORM = 1;

/**
 * The text without `x-…` annotations and what is indented below them: some have broken quotes, so that the file as it
 * stands is not YAML.
 */
export function withoutAnnotations(yaml: string): string {
  let skippedBelow = -1;
  return yaml
    .split('\n')
    .filter((line) => {
      const indent = line.search(/\S/);
      if (skippedBelow >= 0 && (indent === -1 || indent > skippedBelow)) return false;
      skippedBelow = /^\s*["']?x-[\w-]+["']?:/.test(line) ? indent : -1;
      return skippedBelow === -1;
    })
    .join('\n');
}

function cached(yaml: string, folder: string): unknown {
  const hash = createHash('sha256').update(yaml).digest('hex').slice(0, 16);
  const file = join(folder, `openapi-${CACHE_FORM}-${hash}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const json: unknown = parse(withoutAnnotations(yaml));
  mkdirSync(folder, { recursive: true });
  // Several test processes may do this at once: each writes its own file, the last rename wins.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(json));
  renameSync(own, file);
  return json;
}

/** The description, parsed; parsing takes seconds, so the result is kept in the temporary folder by content. */
export function loadDocument(
  file: string,
  cacheFolder = join(tmpdir(), 'peoplevox-connector'),
): OpenApiDocument {
  return document.parse(cached(readFileSync(file, 'utf8'), cacheFolder));
}
