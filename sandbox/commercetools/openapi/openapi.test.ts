import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiInspector } from '.';
import type { EmulatorRequest } from '../core/http';
import { loadDocument, withoutAnnotations } from './document';

const DESCRIPTION = `
openapi: "3.0.0"
x-annotation-default: "broken "quotes" here"
paths:
  /{projectKey}/things:
    get:
      parameters:
        - name: limit
          x-annotation-text:
            key: 'broken'' '
            more: [
          in: query
        - name: "/^var[.][a-zA-Z0-9]+$/"
          in: query
      responses:
        "200": { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        "400": { $ref: '#/components/responses/wrong' }
    delete:
      parameters: [{ name: version, in: query, required: true }]
      responses: { "200": {} }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Change' } } } }
      responses: { "201": { content: {} } }
components:
  responses:
    wrong: { content: { application/json: { schema: { $ref: '#/components/schemas/ErrorResponse' } } } }
  schemas:
    ErrorResponse: { type: object, required: [statusCode], properties: { statusCode: { type: integer } } }
    Base: { type: object, required: [id], properties: { id: { type: string } } }
    Thing:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          properties: { names: { $ref: '#/components/schemas/Names' }, at: { type: string, format: datetime } }
    Names: { type: object, required: ["/^[a-z]{2}$/"], additionalProperties: { type: string } }
    Change:
      type: object
      required: [action]
      properties: { action: { type: string } }
      discriminator: { propertyName: action, mapping: { rename: '#/components/schemas/Rename' } }
    Rename:
      allOf:
        - $ref: '#/components/schemas/Change'
        - type: object
          required: [name]
          properties: { action: { type: string }, name: { type: string } }
`;

function described() {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  const file = join(folder, 'description.yaml');
  writeFileSync(file, DESCRIPTION);
  return { folder, file, remove: () => rmSync(folder, { recursive: true }) };
}

function request(method: string, more: { query?: string; body?: unknown } = {}): EmulatorRequest {
  const body = more.body === undefined ? {} : { body: JSON.stringify(more.body) };
  return { method, path: '/p/things', query: new URLSearchParams(more.query), headers: {}, ...body };
}

describe('the OpenAPI inspector', () => {
  const { file, folder, remove } = described();
  afterAll(remove);
  const inspector = openApiInspector(file);
  const answer = (status: number, body: unknown) =>
    inspector?.response(request('GET'), { status, headers: {}, body });

  it('is not there where the description is not there', () => {
    expect(openApiInspector(join(folder, 'nowhere.yaml'))).toBeUndefined();
  });

  it('leaves out annotations with all that is below them', () => {
    expect(withoutAnnotations('a: 1\nx-b:\n  c: "broken\n\n    d\ne: 2\n  - f\n')).toBe(
      'a: 1\ne: 2\n  - f\n',
    );
  });

  it('knows the parameters of an operation', () => {
    expect(inspector?.request(request('GET', { query: 'limit=1&var.a=b' }))).toBeUndefined();
    expect(inspector?.request(request('GET', { query: 'page=1' }))).toContain('page');
    expect(inspector?.request(request('DELETE'))).toContain('version');
  });

  it('tells subtypes apart by their discriminator', () => {
    expect(inspector?.request(request('POST', { body: { action: 'rename', name: 'x' } }))).toBeUndefined();
    expect(inspector?.request(request('POST', { body: { action: 'rename' } }))).toContain('name');
    expect(
      inspector?.request(request('POST', { body: { action: 'rename', name: 'x', nme: 'y' } })),
    ).toContain('nme');
  });

  it('checks answers: required fields, formats, no field too many, maps as they like', () => {
    expect(answer(200, { id: '1', names: { en: 'x' }, at: '2026-01-01T00:00:00.000Z' })).toBeUndefined();
    expect(answer(200, {})).toContain('id');
    expect(answer(200, { id: '1', more: 1 })).toContain('more');
    expect(answer(200, { id: '1', at: 'now' })).toContain('datetime');
  });

  it('checks errors too, and refuses a success that is not described', () => {
    expect(answer(400, { statusCode: 400, anything: 1 })).toBeUndefined();
    expect(answer(409, { message: 'no code' })).toContain('statusCode');
    expect(answer(202, {})).toContain('202');
  });

  it('says nothing about what is not described', () => {
    expect(inspector?.request({ ...request('GET'), path: '/oauth/token' })).toBeUndefined();
    expect(inspector?.schemaFault('Base', { id: 1 })).toContain('string');
  });

  it('keeps the parsed description by content', () => {
    const cache = join(folder, 'cache');
    const first = loadDocument(file, cache);
    const [cached] = readdirSync(cache);
    writeFileSync(join(cache, String(cached)), JSON.stringify({ ...first, paths: {} }));
    expect(loadDocument(file, cache).paths).toEqual({});
    writeFileSync(file, `${DESCRIPTION}\n`);
    expect(Object.keys(loadDocument(file, cache).paths)).toHaveLength(1);
  });
});
