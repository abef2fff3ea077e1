import type { OrderEditSeed } from '../orders/edit';
import { applyOrderEdit } from '../orders/edit';
import { afterExtensions } from '../extensions';
import { seededOrder, type OrderSeed } from '../orders/seed';
import { assertInStock, takeFromStock } from '../orders/stock';
import { orders } from '../resources/orders';
import { addBuiltInStates } from '../resources/states';
import { uuid } from '../../../shared/src/runtime';
import { commitCreation } from './commit';
import { openContext } from './context';
import { invalidInput, PlatformError } from './errors';
import type { EmulatorRequest, EmulatorResponse, MaybePromise } from './http';
import { tokenOf } from './oauth';
import type { Order } from './platform';
import { createProject, type Project, type ProjectOptions } from './project';
import { route } from './router';

/** One request that came in, for assertions: what was asked and what was answered, no bodies. */
export interface JournalEntry {
  /** Milliseconds since the Unix epoch, UTC. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The query as it stood in the URL; empty without one. */
  readonly query: string;
  /** API client of the token that came with it; undefined without one that is known. */
  readonly clientId: string | undefined;
  /** Undefined as long as there is no answer. */
  status?: number;
}

/** Looks at what goes in and comes out; says what is wrong with it, or nothing. */
export interface Inspector {
  request(request: EmulatorRequest): string | undefined;
  response(request: EmulatorRequest, response: EmulatorResponse): string | undefined;
}

interface EmulatorOptions extends ProjectOptions {
  /** Checks against the OpenAPI description; see `openApiInspector`. */
  readonly inspector?: Inspector;
}

export interface CommercetoolsEmulator {
  readonly projectKey: string;
  readonly project: Project;
  readonly journal: JournalEntry[];
  /** Never rejects or throws: every failure is an answer. A promise only while an API extension is being asked. */
  handle(request: EmulatorRequest): MaybePromise<EmulatorResponse>;
  /** Test only: an order as from a cart, OrderCreated sent, stock lowered; API extensions are not asked. */
  seedOrder(seed: OrderSeed): Order;
  /** Test only: the same, but API extensions for the creation of orders are asked and may refuse. */
  placeOrder(seed: OrderSeed): Promise<Order>;
  /** Test only: lines changed as by an applied Order Edit. */
  applyOrderEdit(orderId: string, edit: OrderEditSeed): Order;
}

function failure(message: string): EmulatorResponse {
  return {
    status: 500,
    headers: {},
    body: { statusCode: 500, message, errors: [{ code: 'General', message }] },
  };
}

function refusalBody(error: unknown): EmulatorResponse {
  if (error instanceof URIError)
    return refusalBody(invalidInput('The path is not properly percent-encoded.'));
  if (!(error instanceof PlatformError)) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return failure(`The emulator failed: ${why}`);
  }
  const { status, errors, message, extra } = error;
  return { status, headers: {}, body: { statusCode: status, message, errors, ...extra } };
}

function answered(
  project: Project,
  request: EmulatorRequest,
  inspect: () => void,
): MaybePromise<EmulatorResponse> {
  try {
    const response = route(project, request, inspect);
    return response instanceof Promise ? response.catch(refusalBody) : response;
  } catch (error) {
    return refusalBody(error);
  }
}

/** @throws nothing; a malformed request or answer becomes one that says so. */
function inspected(
  project: Project,
  inspector: Inspector | undefined,
  request: EmulatorRequest,
): MaybePromise<EmulatorResponse> {
  const inspect = () => {
    const fault = inspector?.request(request);
    if (fault !== undefined)
      throw invalidInput(`The request is not as the OpenAPI description says: ${fault}`);
  };
  const check = (response: EmulatorResponse): EmulatorResponse => {
    const wrong = inspector?.response(request, response);
    if (wrong === undefined) return response;
    const answer = `${request.method} ${request.path} → ${response.status}`;
    return failure(`The emulator's answer (${answer}) is not as the OpenAPI description says: ${wrong}`);
  };
  const response = answered(project, request, inspect);
  return response instanceof Promise ? response.then(check) : check(response);
}

function finished(project: Project, request: EmulatorRequest, response: EmulatorResponse): EmulatorResponse {
  const headers: Record<string, string> = {
    ...response.headers,
    date: new Date(project.clock.now()).toUTCString(),
  };
  if (response.body !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
  const correlationId = request.headers['x-correlation-id'];
  if (correlationId !== undefined) headers['x-correlation-id'] = correlationId;
  return { ...response, headers };
}

/**
 * A commercetools project in memory, with the platform's semantics for what the connector uses
 * (docs/facts/commercetools.md). Deterministic: time and randomness come from outside, nothing is read or sent but
 * through the ports.
 */
export function createCommercetoolsEmulator(options: EmulatorOptions): CommercetoolsEmulator {
  const project = createProject(options);
  const journal: JournalEntry[] = [];
  addBuiltInStates(project, () => uuid(project.random));

  function handle(request: EmulatorRequest): MaybePromise<EmulatorResponse> {
    const { method, path, query } = request;
    const entry: JournalEntry = {
      at: project.clock.now(),
      method,
      path,
      query: query.toString(),
      clientId: tokenOf(project, request)?.clientId,
    };
    journal.push(entry);
    const finish = (response: EmulatorResponse): EmulatorResponse => {
      entry.status = response.status;
      return finished(project, request, response);
    };
    const response = inspected(project, options.inspector, request);
    return response instanceof Promise ? response.then(finish) : finish(response);
  }

  function seedOrder(seed: OrderSeed): Order {
    const context = openContext<Order>(project);
    const draft = seededOrder(context, seed);
    assertInStock(project, draft);
    const order = commitCreation(orders, draft, context);
    takeFromStock(project, order);
    return order;
  }

  async function placeOrder(seed: OrderSeed): Promise<Order> {
    const context = openContext<Order>(project);
    const draft = seededOrder(context, seed);
    const final = await afterExtensions(orders, { resource: draft, steps: 0 }, { action: 'Create' }, context);
    assertInStock(project, final.resource);
    const order = commitCreation(orders, final.resource, context);
    takeFromStock(project, order);
    return order;
  }

  return {
    projectKey: project.key,
    project,
    journal,
    handle,
    seedOrder,
    placeOrder,
    applyOrderEdit: (orderId, edit) => applyOrderEdit(project, orderId, edit),
  };
}
