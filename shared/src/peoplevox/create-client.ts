import type { Breaker } from '../runtime/breaker';
import type { CallBudget } from '../runtime/call-budget';
import type { Log } from '../runtime/log';
import type { World } from '../runtime/world';
import { createCalls, passwordToSend, type PeoplevoxSettings } from './calls';
import type { CallOptions, GetReportRequest, PeoplevoxClient, Row, SaveOutcome, SaveRequest } from './client';
import { createRowReader, readNames, RowRefused, writeCsv, type RowReader } from './csv';
import { soapRequests, type Operation, type SoapRequest } from './envelope';
import { PeoplevoxError } from './errors';
import { createExchange } from './exchange';
import { CallFailed } from './failure';
import { refusedOutcome, saveOutcome } from './outcome';
import type { Result } from './reply';
import { createTemplateCache } from './templates';
import { UnreadableReply } from './unreadable';

interface PeoplevoxClientParts {
  readonly settings: PeoplevoxSettings;
  readonly world: World;
  readonly budget: CallBudget;
  readonly breaker: Breaker;
  readonly log: Log;
}

/** Whatever went wrong inside, as the caller may see it. */
function outward(error: unknown): unknown {
  if (error instanceof CallFailed) return error.error;
  return error instanceof RowRefused ? error.cause : error;
}

async function facing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw outward(error);
  }
}

function namesOf(operation: Operation, result: Result): readonly string[] {
  try {
    return readNames(result.detail);
  } catch (error) {
    if (!(error instanceof UnreadableReply)) throw error;
    throw new PeoplevoxError(
      'unreadable',
      operation,
      `Peoplevox's reply to ${operation} cannot be read: ${error.message}.`,
    );
  }
}

function subscriptionId(operation: Operation, result: Result): number {
  const text = result.detail.trim();
  if (!/^\d{1,15}$/.test(text)) {
    throw new PeoplevoxError(
      'unreadable',
      operation,
      `Peoplevox confirmed ${operation} without a subscription id.`,
    );
  }
  return Number(text);
}

/** What is known of a SaveData that brought no result; throws where Peoplevox surely did nothing and may be asked again. */
function outcomeOfFailure(error: unknown, rowCount: number): SaveOutcome {
  if (!(error instanceof CallFailed)) throw error;
  if (error.facts.executed === 'perhaps') return { kind: 'unknown', words: error.message };
  if (error.facts.executed === 'in-part') return { kind: 'failed', words: error.message };
  if (error.error.kind !== 'refused') throw error.error;
  return refusedOutcome(error.message, rowCount);
}

/** The client of one tenant and one API user. Keep one for the life of the process: it holds the session. */
export function createPeoplevoxClient({
  settings,
  world,
  budget,
  breaker,
  log,
}: PeoplevoxClientParts): PeoplevoxClient {
  const path = `/${encodeURIComponent(settings.clientId)}/resources/integrationservicev4.asmx`;
  const url = settings.url.replace(/\/$/, '') + path;
  const password = passwordToSend(settings);
  const secrets = [settings.password, password];
  const exchange = createExchange({ url, world, budget, breaker, log, secrets });
  const calls = createCalls({ settings, password, exchange, world, log });
  const templates = createTemplateCache(world.clock);

  const readPage = async (request: SoapRequest, options?: CallOptions) => {
    let rows: Row[] = [];
    let reader: RowReader | undefined;
    const result = await calls.read(request, options, () => {
      const fresh: Row[] = [];
      rows = fresh;
      reader = createRowReader((row) => fresh.push(row));
      return reader;
    });
    return { totalCount: result.totalCount, columns: reader?.columns ?? [], rows };
  };

  const streamRows = async (request: GetReportRequest, onRow: (row: Row) => void, options?: CallOptions) => {
    let handedOver = false;
    const hand = (row: Row) => {
      handedOver = true;
      onRow(row);
    };
    const soap = soapRequests.getReportData(request);
    const { totalCount } = await calls.read(
      soap,
      options,
      () => createRowReader(hand),
      () => !handedOver,
    );
    return { totalCount };
  };

  const readColumns = async (request: SoapRequest, options?: CallOptions) =>
    namesOf(request.operation, await calls.read(request, options));

  const save = async ({ templateName, columns, rows, action }: SaveRequest, options?: CallOptions) => {
    const request = soapRequests.saveData(templateName, writeCsv(columns, rows), action);
    try {
      return saveOutcome(await calls.write(request, options), rows);
    } catch (error) {
      return outcomeOfFailure(error, rows.length);
    }
  };

  const subscribe = async (request: SoapRequest, options?: CallOptions) =>
    subscriptionId(request.operation, calls.refuse(request.operation, await calls.write(request, options)));

  const unsubscribe = async (id: number, options?: CallOptions) => {
    const result = await calls.write(soapRequests.unsubscribeEvent(id), options);
    return result.responseId === 0 && result.detail.trim().toLowerCase() === 'true';
  };

  return {
    authenticate: (options) => facing(calls.authenticate(options)),
    getData: (request, options) => facing(readPage(soapRequests.getData(request), options)),
    getReportData: (request, options) => facing(readPage(soapRequests.getReportData(request), options)),
    streamReportData: (request, onRow, options) => facing(streamRows(request, onRow, options)),
    getReportColumns: (name, options) => facing(readColumns(soapRequests.getReportColumns(name), options)),
    getSaveTemplate: (name, options) =>
      facing(
        templates(name, () => readColumns(soapRequests.getSaveTemplate(name), options), options?.maxAgeMs),
      ),
    saveData: (request, options) => facing(save(request, options)),
    subscribeEvent: (type, callbackUrl, filter, options) =>
      facing(subscribe(soapRequests.subscribeEvent(type, callbackUrl, filter), options)),
    subscribePostEvent: (type, postUrl, postParams, filter, options) =>
      facing(subscribe(soapRequests.subscribePostEvent(type, postUrl, postParams, filter), options)),
    unsubscribeEvent: (id, options) => facing(unsubscribe(id, options)),
  };
}
