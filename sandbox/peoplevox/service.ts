import { ClauseFault } from './search/tokens';
import { runQuery, type LabelledColumn, type View } from './search/view';
import { CsvFault } from './csv';
import type { ReportCatalogue } from './reports/catalogue';
import type { Sessions } from './sessions';
import {
  refusal,
  success,
  type Answer,
  type Call,
  type GetDataCall,
  type GetReportDataCall,
} from './soap/calls';
import type { Subscriptions } from './subscriptions';
import type { TemplateCatalogue } from './templates/catalogue';
import { importCsv } from './templates/import';
import type { Floor } from './warehouse/floor';

interface ServiceParts {
  readonly floor: Floor;
  readonly sessions: Sessions;
  readonly templates: TemplateCatalogue;
  readonly reports: ReportCatalogue;
  readonly subscriptions: Subscriptions;
}

/** The nine operations. Throws SoapFault only. */
type Service = (call: Call, credentials: Parameters<Sessions['check']>[0]) => Answer;

export function createService(parts: ServiceParts): Service {
  return (call, credentials) => {
    if (call.operation === 'Authenticate') return parts.sessions.authenticate(call);
    const refused = parts.sessions.check(credentials);
    if (refused) return refused;
    try {
      return perform(parts, call);
    } catch (error) {
      if (error instanceof ClauseFault || error instanceof CsvFault) return refusal(error.message);
      throw error;
    }
  };
}

function perform(parts: ServiceParts, call: Exclude<Call, { operation: 'Authenticate' }>): Answer {
  switch (call.operation) {
    case 'GetSaveTemplate': {
      const found = parts.templates(call.templateName);
      return found ? success(labelList(found.labels)) : noTemplate(call.templateName);
    }
    case 'GetData': {
      const found = parts.templates(call.templateName);
      return found ? read(parts, found.template.view, found.labels, call) : noTemplate(call.templateName);
    }
    case 'SaveData': {
      const found = parts.templates(call.templateName);
      return found ? importCsv(parts.floor, found, call.csvData, call.action) : noTemplate(call.templateName);
    }
    case 'GetReportColumns': {
      const found = parts.reports(call.templateName);
      return found ? success(labelList(found.labels)) : noReport(call.templateName);
    }
    case 'GetReportData': {
      const found = parts.reports(call.templateName);
      return found ? read(parts, found.view, found.labels, call) : noReport(call.templateName);
    }
    case 'SubscribeEvent':
    case 'SubscribePostEvent':
      return parts.subscriptions.subscribe(call);
    case 'UnsubscribeEvent':
      return parts.subscriptions.unsubscribe(call.subscriptionId);
  }
}

/** FilterClause is read and ignored: what it does is not public, and everyone sends it empty. */
function read(
  { floor }: ServiceParts,
  view: View,
  labels: readonly LabelledColumn[],
  call: GetDataCall | GetReportDataCall,
): Answer {
  const dates = call.operation === 'GetReportData' ? 'report' : floor.settings.templateDates;
  const zone = floor.tenant.timeZone;
  const clauseZone = floor.settings.clauseZone ?? zone;
  const { rowsPerPage } = floor.settings;
  const itemsPerPage =
    rowsPerPage === null ? call.itemsPerPage : Math.min(rowsPerPage, call.itemsPerPage || rowsPerPage);
  const query = { ...call, itemsPerPage };
  const { csv, totalCount } = runQuery(view, labels, query, { zone, clauseZone, dates });
  return success(csv, totalCount);
}

function labelList(labels: readonly LabelledColumn[]): string {
  return labels.map(({ label }) => label).join(',');
}

function noTemplate(name: string): Answer {
  return refusal(`Template '${name}' is not configured.`);
}

function noReport(name: string): Answer {
  return refusal(`Report '${name}' does not exist.`);
}
