import { existsSync } from 'node:fs';
import Ajv2019, { type ValidateFunction } from 'ajv/dist/2019';
import type { Inspector } from '../core/emulator';
import type { EmulatorRequest, EmulatorResponse } from '../core/http';
import { isRecord } from '../core/json';
import { DEFAULT_FILES, loadDocument, type OpenApiDocument, type Operation } from './document';
import { operationFinder, type Found } from './operations';
import { jsonSchemas } from './schemas';

const MAX_FAULTS_TOLD = 5;

export interface OpenApiInspector extends Inspector {
  /** What is wrong with a value as the named schema of the (first) description has it. */
  schemaFault(schema: string, value: unknown): string | undefined;
}

type Checker = (schema: string, value: unknown) => string | undefined;

function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
}

function faultOf(validate: ValidateFunction): string {
  const told = (validate.errors ?? [])
    // What an `if` or an `allOf` says is said better by what is inside it.
    .filter(({ keyword }) => keyword !== 'if')
    .slice(0, MAX_FAULTS_TOLD)
    .map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`,
    );
  return told.join('; ');
}

function checkerOf(document: OpenApiDocument): Checker {
  const ajv = new Ajv2019({
    strict: false,
    validateSchema: false,
    allErrors: false,
    // Every test process compiles the schemas that it meets, and few values are checked against each.
    code: { optimize: false },
    formats: {
      datetime: isDateTime,
      'date-only': true,
      'time-only': true,
      int64: true,
      int32: true,
      double: true,
    },
  });
  ajv.addSchema(jsonSchemas(document.components.schemas));
  const compiled = new Map<string, ValidateFunction>();
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile({ $ref: `platform#/$defs/${schema}` });
    compiled.set(schema, validate);
    return validate(value) ? undefined : faultOf(validate);
  };
}

function schemaName(schema: unknown): string | undefined {
  const reference = isRecord(schema) ? schema['$ref'] : undefined;
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    // Not the description's matter: the emulator itself refuses what is not JSON.
    return undefined;
  }
}

function queryFault({ parameters }: Found, { query }: EmulatorRequest): string | undefined {
  const named = parameters.filter((parameter) => parameter.in === 'query');
  const patterns = named.flatMap(({ name }) => (name.startsWith('/') ? [new RegExp(name.slice(1, -1))] : []));
  const isKnown = (name: string) =>
    named.some((one) => one.name === name) || patterns.some((one) => one.test(name));
  const unknown = [...new Set(query.keys())].filter((name) => !isKnown(name));
  if (unknown.length > 0) return `it knows no parameter ${unknown.join(', ')}`;
  const missing = named
    .filter(({ name, required }) => required === true && !query.has(name))
    .map(({ name }) => name);
  return missing.length > 0 ? `parameter ${missing.join(', ')} is missing` : undefined;
}

function answerSchema(document: OpenApiDocument, operation: Operation, status: number): string | undefined {
  const described = operation.responses[String(status)];
  const shared =
    described?.$ref === undefined
      ? undefined
      : document.components.responses[described.$ref.split('/').at(-1) ?? ''];
  const name = schemaName((shared ?? described)?.content?.['application/json']?.schema);
  return name ?? (status >= 400 ? 'ErrorResponse' : undefined);
}

function inspectorOf(document: OpenApiDocument): OpenApiInspector {
  const check = checkerOf(document);
  const find = operationFinder(document);

  function request(asked: EmulatorRequest): string | undefined {
    const found = find(asked);
    if (found === undefined) return undefined;
    const wrong = queryFault(found, asked);
    const schema = schemaName(found.operation.requestBody?.content?.['application/json']?.schema);
    const body = jsonOf(asked.body);
    if (wrong !== undefined || schema === undefined || body === undefined) return wrong;
    return check(schema, body);
  }

  function response(asked: EmulatorRequest, { status, body }: EmulatorResponse): string | undefined {
    const found = find(asked);
    if (found === undefined || body === undefined) return undefined;
    if (status < 400 && found.operation.responses[String(status)] === undefined)
      return `it knows no answer with status ${status}`;
    const schema = answerSchema(document, found.operation, status);
    return schema === undefined ? undefined : check(schema, body);
  }

  return { request, response, schemaFault: check };
}

/**
 * Checks requests and answers against the platform's OpenAPI descriptions; undefined where none of the files is there.
 * A file is read, and each schema compiled, only when the first request needs it.
 */
export function openApiInspector(...files: readonly string[]): OpenApiInspector | undefined {
  const wanted = files.length === 0 ? DEFAULT_FILES : files;
  const inspectors = wanted.filter((file) => existsSync(file)).map(inspectorOfFile);
  const [main] = inspectors;
  if (main === undefined) return undefined;
  const first = (fault: (inspector: OpenApiInspector) => string | undefined): string | undefined => {
    for (const inspector of inspectors) {
      const found = fault(inspector);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    request: (request) => first((inspector) => inspector.request(request)),
    response: (request, response) => first((inspector) => inspector.response(request, response)),
    schemaFault: (schema, value) => main.schemaFault(schema, value),
  };
}

/** By file: compiling the schemas takes seconds, so all emulators of a process share them. */
const loaded = new Map<string, OpenApiInspector>();

function inspectorOfFile(file: string): OpenApiInspector {
  const inspector = (): OpenApiInspector => {
    const known = loaded.get(file) ?? inspectorOf(loadDocument(file));
    loaded.set(file, known);
    return known;
  };
  return {
    request: (request) => inspector().request(request),
    response: (request, response) => inspector().response(request, response),
    schemaFault: (schema, value) => inspector().schemaFault(schema, value),
  };
}
