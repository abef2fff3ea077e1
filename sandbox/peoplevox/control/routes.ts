import { ZodError } from 'zod';
import type { PeoplevoxSimulator } from '../core';
import { json, type HttpReply, type HttpRequest } from '../http';
import { WarehouseRefusal } from '../warehouse/refusal';
import { commands } from './commands';
import { listings } from './listings';

const PREFIX = '/_control';

export function isControlPath(path: string): boolean {
  return path === PREFIX || path.startsWith(`${PREFIX}/`);
}

/** 200 with the result; 400 for a body that is not as the command needs it; 409 for what the warehouse cannot do. */
export function handleControl(simulator: PeoplevoxSimulator, request: HttpRequest): HttpReply {
  const [path = ''] = request.path.split('?');
  const name = path.slice(PREFIX.length + 1);
  if (request.method === 'GET') return name === '' ? json(200, tableOfContents()) : list(simulator, name);
  if (request.method !== 'POST') return json(405, { error: 'Use GET to look and POST to act.' });
  return act(simulator, name, request.body);
}

function list(simulator: PeoplevoxSimulator, name: string): HttpReply {
  const listing = listings[name];
  return listing ? json(200, listing(simulator)) : unknown(name);
}

function act(simulator: PeoplevoxSimulator, name: string, body: string): HttpReply {
  const command = commands[name];
  if (!command) return unknown(name);
  try {
    return json(200, command.run(simulator, body.trim() === '' ? {} : JSON.parse(body)) ?? { done: true });
  } catch (error) {
    if (error instanceof WarehouseRefusal) return json(409, { error: error.message });
    if (error instanceof ZodError) return json(400, { error: describeFaults(error), fields: command.fields });
    if (error instanceof SyntaxError)
      return json(400, { error: 'The body is not JSON.', fields: command.fields });
    throw error;
  }
}

function describeFaults(error: ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join(' ');
}

function unknown(name: string): HttpReply {
  return json(404, { error: `'${name}' does not exist; GET ${PREFIX} lists what does.` });
}

function tableOfContents() {
  return {
    look: Object.keys(listings).map((name) => `GET ${PREFIX}/${name}`),
    act: Object.entries(commands).map(([name, { fields }]) => `POST ${PREFIX}/${name} {${fields}}`),
  };
}
