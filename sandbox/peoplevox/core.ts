import type { Clock } from '../../shared/src/runtime/clock';
import type { Random } from '../../shared/src/runtime/world';
import { handleControl, isControlPath } from './control/routes';
import { createFaultDial, type Fault, type FaultDial, type FaultHook } from './faults';
import { htmlPage, type HttpReply, type HttpRequest } from './http';
import { countCalls, templateOf, type JournalEntry } from './journal';
import { createLimiter } from './limiter';
import { createReportCatalogue } from './reports/catalogue';
import { createService } from './service';
import { createSessions } from './sessions';
import { settingsSchema, type Settings, type SettingsInput } from './settings';
import { refusal, type Answer } from './soap/calls';
import { SoapFault } from './soap/fault';
import { soapFaultReply, soapReply } from './soap/reply';
import { readSoapRequest, type SoapRequest, type SoapVersion } from './soap/request';
import { writeWsdl } from './soap/wsdl';
import {
  createSubscriptions,
  eventTypesOf,
  type CallbackFate,
  type CallbackPort,
  type Subscriptions,
} from './subscriptions';
import { createTemplateCatalogue } from './templates/catalogue';
import { importCsv } from './templates/import';
import { completeTenant, type Tenant, type TenantOptions } from './tenant';
import { createWarehouse, type Warehouse } from './warehouse';
import { createFloor, type Floor } from './warehouse/floor';
import type { Violation } from './warehouse/records';

export interface SimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly tenant: TenantOptions;
  readonly settings?: SettingsInput;
  /** Carries callbacks to subscribers; without it they are only recorded. */
  readonly callback?: CallbackPort;
  readonly callbackFate?: CallbackFate;
  /** Asked at every call, before the dial of `faults`. */
  readonly faults?: FaultHook;
}

/** A request that has arrived and been counted; `answer` does the work, after `waitMs` if the request is slow. */
export interface Arrival {
  readonly waitMs: number;
  answer(): HttpReply;
}

export interface PeoplevoxSimulator {
  readonly tenant: Tenant;
  /** May be changed while it runs. */
  readonly settings: Settings;
  readonly floor: Floor;
  readonly warehouse: Warehouse;
  readonly faults: FaultDial;
  readonly journal: readonly JournalEntry[];
  readonly subscriptions: Subscriptions;
  /** Path of the service. */
  readonly path: string;
  /** true: nobody answers; adapters refuse connections to the service. */
  away: boolean;
  /** true: requests are taken but not answered until it is false again. */
  frozen: boolean;
  handle(request: HttpRequest): HttpReply;
  arrive(request: HttpRequest): Arrival;
  /** Imports rows as a person does in the web application: no session, no limit, no fault. */
  readonly seed: (templateName: string, rows: readonly Readonly<Record<string, string>>[]) => void;
  /** Sales orders that could have been allocated before all their lines existed. */
  readonly violations: readonly Violation[];
  /** The largest number of requests in any window of the limit so far. */
  peak(): number;
  readonly arrivals: readonly number[];
  /** Calls by operation and template. */
  calls(): Record<string, number>;
  endSessions(): void;
}

const throttleWords = 'System : Request limit exceeded. Please try again later.';

/**
 * A Peoplevox tenant without I/O: the integration service at `/{clientId}/resources/integrationservicev4.asmx`
 * (its WSDL at `?wsdl`) and the control routes below `/_control`. Facts and doubts: README.md.
 */
export function createPeoplevoxSimulator(options: SimulatorOptions): PeoplevoxSimulator {
  const {
    clock,
    random,
    callback = () => undefined,
    callbackFate = () => 'deliver',
    faults = () => undefined,
  } = options;
  const tenant = completeTenant(options.tenant);
  const settings = settingsSchema.parse(options.settings ?? {});
  const subscriptions = createSubscriptions({ clock, settings, tenant, port: callback, fate: callbackFate });
  const floor = createFloor(clock, settings, tenant, (event) => subscriptions.publish(event));
  const templates = createTemplateCatalogue(floor);
  const sessions = createSessions(() => clock.now(), random, tenant, settings);
  const service = createService({
    floor,
    sessions,
    templates,
    reports: createReportCatalogue(floor),
    subscriptions,
  });
  const limiter = createLimiter(() => clock.now(), settings);
  const dial = createFaultDial(faults);
  const journal: JournalEntry[] = [];
  const path = `/${tenant.clientId}/resources/integrationservicev4.asmx`;

  const simulator: PeoplevoxSimulator = {
    tenant,
    settings,
    floor,
    warehouse: createWarehouse(floor),
    faults: dial,
    journal,
    subscriptions,
    path,
    away: false,
    frozen: false,
    violations: floor.violations,
    arrivals: limiter.arrivals,
    handle: (request) => simulator.arrive(request).answer(),
    arrive,
    seed,
    peak: () => limiter.peak(),
    calls: () => countCalls(journal),
    endSessions: () => sessions.endAll(),
  };

  function arrive(request: HttpRequest): Arrival {
    if (isControlPath(request.path)) return atOnce(() => handleControl(simulator, request));
    const [requested = '', query = ''] = request.path.split('?');
    if (requested.toLowerCase() !== path.toLowerCase()) {
      return atOnce(() => htmlPage(404, 'Not Found', 'The resource cannot be found.'));
    }
    if (request.method === 'GET') return atOnce(() => describe(request, query));
    if (request.method !== 'POST') return atOnce(() => htmlPage(405, 'Method Not Allowed', 'Use POST.'));
    return arriveAtService(request);
  }

  function describe(request: HttpRequest, query: string): HttpReply {
    if (query.toLowerCase() !== 'wsdl') {
      return htmlPage(200, 'IntegrationServiceV4', 'The description of the service is at ?wsdl.');
    }
    const address = `http://${request.headers['host'] ?? 'localhost'}${path}`;
    return {
      status: 200,
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body: writeWsdl(address, eventTypesOf(settings)),
    };
  }

  function arriveAtService(request: HttpRequest): Arrival {
    const isWithinLimit = limiter.arrive();
    const at = clock.now();
    const soap = readOrFault(request);
    if (soap instanceof SoapFault) {
      journal.push({ at, operation: 'unreadable', outcome: 'fault', words: soap.message });
      return atOnce(() => soapFaultReply(versionOf(request), soap));
    }
    const visit: Visit = { at, soap };
    if (!isWithinLimit) return atOnce(() => throttle(visit));
    const template = templateOf(soap.call);
    const fault = dial.choose({
      operation: soap.call.operation,
      ...(template === undefined ? {} : { template }),
      ...('action' in soap.call ? { action: soap.call.action } : {}),
      ...('searchClause' in soap.call ? { searchClause: soap.call.searchClause } : {}),
    });
    const waitMs = fault?.kind === 'delay' && fault.before ? fault.ms : 0;
    return { waitMs, answer: () => answerWithFault(visit, fault) };
  }

  function answerWithFault(visit: Visit, fault: Fault | undefined): HttpReply {
    switch (fault?.kind) {
      case 'http':
        note(visit, `http ${fault.status}`);
        return { ...htmlPage(fault.status, 'Error', 'The request failed.'), headers: { ...fault.headers } };
      case 'html':
        note(visit, 'html');
        return htmlPage(fault.status, 'Runtime Error', 'An application error occurred on the server.');
      case 'reset':
        note(visit, 'reset');
        return { status: 0, headers: {}, body: '', spoiled: 'reset' };
      case 'refuse':
        return replyTo(visit, refusal(fault.words));
      case 'session-lost':
        sessions.endAll();
        return perform(visit);
      case 'reply-lost':
        return { ...perform(visit, 'reply-lost'), spoiled: 'reset' };
      case 'truncated':
        return { ...perform(visit, 'truncated'), spoiled: 'truncated' };
      case 'garbled':
        return perform(visit, 'garbled', (answer) => ({
          ...answer,
          detail: `${answer.detail.slice(0, answer.detail.length / 2)}"`,
        }));
      case 'row-refused':
        return perform(withoutLastRow(visit), 'row-refused');
      case 'delay':
        return fault.before ? perform(visit) : { ...perform(visit), delayMs: fault.ms };
      case undefined:
        return perform(visit);
    }
  }

  function perform(visit: Visit, spoiled?: string, spoil = (answer: Answer) => answer): HttpReply {
    const { version, call, credentials } = visit.soap;
    try {
      return replyTo(visit, spoil(service(call, credentials)), spoiled);
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      note(visit, 'fault', undefined, error.message);
      return soapFaultReply(version, error);
    }
  }

  function replyTo(visit: Visit, answer: Answer, spoiled?: string): HttpReply {
    const rows = answer.statuses?.length ?? answer.totalCount;
    if (answer.responseId === 0) note(visit, spoiled ?? 'ok', rows);
    else note(visit, spoiled ?? 'refused', rows, answer.detail);
    return soapReply(visit.soap.version, visit.soap.call.operation, answer, settings);
  }

  function throttle(visit: Visit): HttpReply {
    note(visit, 'throttled');
    const answer = settings.limit?.answer ?? '429';
    if (answer === 'refusal') {
      return soapReply(visit.soap.version, visit.soap.call.operation, refusal(throttleWords), settings);
    }
    const page = htmlPage(answer === '503' ? 503 : 429, 'Too many requests', 'Please try again later.');
    if (answer !== '429-retry-after') return page;
    return {
      ...page,
      headers: { ...page.headers, 'retry-after': String(Math.ceil(limiter.untilFree() / 1000)) },
    };
  }

  function note({ at, soap: { call } }: Visit, outcome: string, rows?: number, words?: string): void {
    const template = templateOf(call);
    journal.push({
      at,
      operation: call.operation,
      ...(template === undefined ? {} : { template }),
      ...('action' in call ? { action: call.action } : {}),
      ...(rows === undefined ? {} : { rows }),
      outcome,
      ...(words === undefined ? {} : { words }),
    });
  }

  function seed(templateName: string, rows: readonly Readonly<Record<string, string>>[]): void {
    const found = templates(templateName);
    if (!found) throw new Error(`Template '${templateName}' is not configured.`);
    for (const row of rows) {
      const record = Object.values(row).map((value) => `"${value.replaceAll('"', '""')}"`);
      const answer = importCsv(floor, found, `${Object.keys(row).join(',')}\n${record.join(',')}`, 0);
      if (answer.responseId !== 0) throw new Error(`Seeding ${templateName}: ${answer.detail}`);
    }
  }

  return simulator;
}

interface Visit {
  readonly at: number;
  readonly soap: SoapRequest;
}

/** Its last row has a cell too many, so that it alone is refused. */
function withoutLastRow({ at, soap }: Visit): Visit {
  const { call } = soap;
  if (call.operation !== 'SaveData') return { at, soap };
  return { at, soap: { ...soap, call: { ...call, csvData: `${call.csvData.trimEnd()},too many` } } };
}

function atOnce(answer: () => HttpReply): Arrival {
  return { waitMs: 0, answer };
}

function readOrFault(request: HttpRequest): SoapRequest | SoapFault {
  try {
    return readSoapRequest(request);
  } catch (error) {
    if (error instanceof SoapFault) return error;
    throw error;
  }
}

function versionOf(request: HttpRequest): SoapVersion {
  return (request.headers['content-type'] ?? '').startsWith('application/soap+xml') ? '1.2' : '1.1';
}
