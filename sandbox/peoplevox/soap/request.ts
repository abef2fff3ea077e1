import type { HttpRequest } from '../http';
import type { Call, Operation } from './calls';
import { SoapFault } from './fault';
import { readXml, type XmlElement } from './xml';

export const SERVICE_NAMESPACE = 'http://www.peoplevox.net/';

export type SoapVersion = '1.1' | '1.2';

const versions: Readonly<Record<string, SoapVersion>> = {
  'http://schemas.xmlsoap.org/soap/envelope/': '1.1',
  'http://www.w3.org/2003/05/soap-envelope': '1.2',
};

const contentTypes: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'text/xml',
  '1.2': 'application/soap+xml',
};

export interface SoapRequest {
  readonly version: SoapVersion;
  readonly call: Call;
  readonly credentials: { readonly clientId: string; readonly sessionId: string };
}

export const operations = [
  'Authenticate',
  'GetData',
  'GetReportData',
  'GetReportColumns',
  'GetSaveTemplate',
  'SaveData',
  'SubscribeEvent',
  'SubscribePostEvent',
  'UnsubscribeEvent',
] as const satisfies readonly Operation[];

/**
 * Reads one envelope. Elements may come in any order and may be missing; the case of names does not matter; children
 * outside the service's namespace count as missing, as with any .NET service whose elements are qualified.
 * Throws SoapFault.
 */
export function readSoapRequest(request: HttpRequest): SoapRequest {
  const envelope = readXml(request.body);
  const version = versions[envelope.namespace];
  if (!version || envelope.name !== 'Envelope')
    throw new SoapFault('The body is not a SOAP 1.1 or 1.2 envelope.');
  checkContentType(request, version);
  const inEnvelope = (name: string): XmlElement | undefined =>
    envelope.children.find((child) => child.namespace === envelope.namespace && child.name === name);
  const payload = inEnvelope('Body')?.children[0];
  const operation = operations.find((name) => name === payload?.name);
  if (!payload || !operation || payload.namespace !== SERVICE_NAMESPACE) {
    throw new SoapFault('The SOAP body holds no operation of this service.');
  }
  checkAction(request, version, operation);
  const credentials = inEnvelope('Header')?.children.find(
    (child) => child.name === 'UserSessionCredentials' && child.namespace === SERVICE_NAMESPACE,
  );
  return {
    version,
    call: readCall(operation, payload),
    credentials: { clientId: text(credentials, 'ClientId'), sessionId: text(credentials, 'SessionId') },
  };
}

function checkContentType(request: HttpRequest, version: SoapVersion): void {
  const sent = request.headers['content-type'] ?? '';
  if (!sent.toLowerCase().startsWith(contentTypes[version])) {
    throw new SoapFault(
      `Server cannot read Content-Type '${sent}'; SOAP ${version} needs '${contentTypes[version]}'.`,
      415,
    );
  }
}

/** SOAP 1.1 names the operation in a header, with or without quotes; in 1.2 it is optional. */
function checkAction(request: HttpRequest, version: SoapVersion, operation: Operation): void {
  if (version === '1.2') return;
  const sent = (request.headers['soapaction'] ?? '').replaceAll('"', '');
  if (sent !== SERVICE_NAMESPACE + operation) {
    throw new SoapFault(`Server did not recognize the value of HTTP Header SOAPAction: ${sent}.`);
  }
}

function readCall(operation: Operation, body: XmlElement): Call {
  switch (operation) {
    case 'Authenticate':
      return {
        operation,
        clientId: text(body, 'clientId'),
        username: text(body, 'username'),
        password: text(body, 'password'),
      };
    case 'GetData':
      return { operation, ...readPageRequest(child(body, 'getRequest')) };
    case 'GetReportData':
      return readReportRequest(child(body, 'getReportRequest'));
    case 'GetReportColumns':
    case 'GetSaveTemplate':
      return { operation, templateName: text(body, 'templateName') };
    case 'SaveData':
      return readSaveRequest(child(body, 'saveRequest'));
    case 'SubscribeEvent':
      return { operation, url: text(body, 'callbackUrl'), ...readSubscription(body) };
    case 'SubscribePostEvent':
      return {
        operation,
        url: text(body, 'postUrl'),
        postParams: text(body, 'postParams'),
        ...readSubscription(body),
      };
    case 'UnsubscribeEvent':
      return { operation, subscriptionId: integer(body, 'subscriptionId') };
  }
}

function readPageRequest(request: XmlElement | undefined) {
  return {
    templateName: text(request, 'TemplateName'),
    pageNo: integer(request, 'PageNo'),
    itemsPerPage: integer(request, 'ItemsPerPage'),
    searchClause: text(request, 'SearchClause'),
  };
}

function readReportRequest(request: XmlElement | undefined): Call {
  return {
    operation: 'GetReportData',
    ...readPageRequest(request),
    filterClause: text(request, 'FilterClause'),
    orderBy: text(request, 'OrderBy'),
    columns: text(request, 'Columns'),
  };
}

function readSaveRequest(request: XmlElement | undefined): Call {
  return {
    operation: 'SaveData',
    templateName: text(request, 'TemplateName'),
    csvData: text(request, 'CsvData'),
    action: integer(request, 'Action'),
  };
}

function readSubscription(body: XmlElement) {
  return {
    eventType: text(body, 'eventType'),
    filter: text(body, 'filter'),
    encodeParameterData: ['true', '1'].includes(text(body, 'encodeParameterData').trim()),
  };
}

function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find(
    (element) => element.namespace === SERVICE_NAMESPACE && element.name.toLowerCase() === name.toLowerCase(),
  );
}

function text(parent: XmlElement | undefined, name: string): string {
  return child(parent, name)?.text ?? '';
}

function integer(parent: XmlElement | undefined, name: string): number {
  const sent = text(parent, name).trim();
  if (sent === '') return 0;
  if (!/^[+-]?\d{1,10}$/.test(sent)) {
    throw new SoapFault(
      `Server was unable to read request. ---> '${sent}' is not a valid integer for ${name}.`,
    );
  }
  return Number(sent);
}
