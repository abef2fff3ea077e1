import * as z from 'zod';
import type { Operation } from './operation';

const failure = z.object({ message: z.string(), correlationId: z.string().optional() });

const REFUSALS: Readonly<Record<string, string>> = {
  '400': 'A parameter is not as described; the message names it.',
  '401': 'No token, or none that commercetools knows.',
  '403': 'The token lacks the scope.',
  '404': 'There is no such thing.',
  '503': 'Not now: commercetools or Peoplevox cannot be asked; the message says which.',
};

/** The OpenAPI 3.1 description of the operations, printed from what runs them. */
export function openApiDescription(operations: readonly Operation[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Peoplevox connector: operator API',
      version,
      description:
        'For people and programs that look after the connector. Times are ISO 8601, UTC. No answer holds personal data.',
    },
    servers: [{ url: '../operator', description: 'The endpoint of despatch-processor, then /operator.' }],
    security: [{ commercetools: [] }],
    paths,
    components: {
      securitySchemes: {
        commercetools: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An access token of the commercetools project. GET needs view_orders:{projectKey} or manage_orders:{projectKey}, POST manage_orders:{projectKey}.',
        },
      },
      schemas: { Failure: schemaOf(failure) },
    },
  };
}

function described({ method, path, summary, params, answers, media, status, authority }: Operation): object {
  return {
    operationId: operationId(method, path),
    summary,
    security: [{ commercetools: [authority] }],
    parameters: Object.entries<z.core.$ZodType>(params.shape).map(([name, schema]) =>
      parameter(path, name, schema),
    ),
    responses: {
      [status]: {
        description: status === 202 ? 'It will be done.' : 'As it is now.',
        content: { [media]: { schema: schemaOf(answers) } },
      },
      ...Object.fromEntries(
        Object.entries(REFUSALS).map(([code, description]) => [
          code,
          {
            description,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
          },
        ]),
      ),
    },
  };
}

function parameter(path: string, name: string, schema: z.core.$ZodType): object {
  const isInPath = path.includes(`{${name}}`);
  const { description, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  delete rest.$schema;
  return {
    name,
    in: isInPath ? 'path' : 'query',
    required: isInPath || !z.safeParse(schema, undefined).success,
    ...(description !== undefined && { description }),
    schema: rest,
  };
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema);
  return rest;
}

/** `get /stock/{sku}` → `getStockBySku`. */
function operationId(method: string, path: string): string {
  const words = path.split('/').filter((part) => part !== '');
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const named = words.map((word) => (word.startsWith('{') ? `By${capital(word.slice(1, -1))}` : word));
  return (
    method +
    named
      .flatMap((word) => word.split('-'))
      .map(capital)
      .join('')
  );
}
