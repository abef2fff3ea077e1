import type { EventType, GetReportRequest, GetRequest, SaveAction } from './client';

/** The operations of the integration service (WSDL). */
export type Operation =
  | 'Authenticate'
  | 'GetData'
  | 'GetReportData'
  | 'GetReportColumns'
  | 'GetSaveTemplate'
  | 'SaveData'
  | 'SubscribeEvent'
  | 'SubscribePostEvent'
  | 'UnsubscribeEvent';

type Value = string | number | Content;
/** Child elements in the order of the WSDL's sequences; an undefined value leaves the element out. */
type Content = readonly (readonly [name: string, value: Value | undefined])[];

export interface SoapRequest {
  readonly operation: Operation;
  readonly content: Content;
}

export interface SessionCredentials {
  readonly clientId: string;
  readonly sessionId: string;
}

export const NAMESPACE = 'http://www.peoplevox.net/';

/** A text holds a character that no XML 1.0 document can carry, not even escaped. Names the element, not the text. */
export class UnsendableText extends Error {
  override readonly name = 'UnsendableText';
  constructor(
    readonly element: string,
    readonly codePoint: number,
    readonly position: number,
  ) {
    const code = codePoint.toString(16).toUpperCase().padStart(4, '0');
    super(
      `Cannot be sent to Peoplevox: ${element} has the character U+${code} at position ${position}, ` +
        'which XML does not allow. Remove it at its source.',
    );
  }
}

const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Whether a text can travel to Peoplevox at all: false for control characters and lone surrogates. */
export function isSendable(text: string): boolean {
  return !ILLEGAL.test(text);
}

/** A bare carriage return would reach the server as a line feed: parsers must normalise it (XML 1.0, 2.11). */
function escape(element: string, text: string): string {
  const illegal = ILLEGAL.exec(text);
  if (illegal) throw new UnsendableText(element, illegal[0].codePointAt(0) ?? 0, illegal.index);
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

function write(name: string, value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'object') return `<${name}>${writeAll(value)}</${name}>`;
  return `<${name}>${escape(name, String(value))}</${name}>`;
}

function writeAll(content: Content): string {
  return content.map(([name, value]) => write(name, value)).join('');
}

/** The SOAP 1.1 envelope of a request. `credentials` for every operation but Authenticate. */
export function envelope(request: SoapRequest, credentials?: SessionCredentials): string {
  const header = credentials
    ? `<soap:Header><UserSessionCredentials xmlns="${NAMESPACE}">${writeAll([
        ['UserId', 0],
        ['ClientId', credentials.clientId],
        ['SessionId', credentials.sessionId],
      ])}</UserSessionCredentials></soap:Header>`
    : '';
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">${header}<soap:Body>` +
    `<${request.operation} xmlns="${NAMESPACE}">${writeAll(request.content)}</${request.operation}>` +
    '</soap:Body></soap:Envelope>'
  );
}

const MAX_ITEMS_PER_PAGE = 1000;

/** ItemsPerPage 0 would mean "everything at once", which times out on large sets (facts/peoplevox §5). */
function page(request: GetRequest): Content {
  const { pageNo, itemsPerPage } = request;
  if (!Number.isInteger(pageNo) || pageNo < 1) throw new RangeError(`PageNo ${pageNo}: pages count from 1.`);
  if (!Number.isInteger(itemsPerPage) || itemsPerPage < 1 || itemsPerPage > MAX_ITEMS_PER_PAGE) {
    throw new RangeError(`ItemsPerPage ${itemsPerPage}: must be from 1 to ${MAX_ITEMS_PER_PAGE}.`);
  }
  return [
    ['TemplateName', request.templateName],
    ['PageNo', pageNo],
    ['ItemsPerPage', itemsPerPage],
    ['SearchClause', request.searchClause],
  ];
}

/** One builder an operation. Filters that nobody sets are sent empty, as known clients do (facts/peoplevox §8, §9). */
export const soapRequests = {
  authenticate: (clientId: string, username: string, password: string): SoapRequest => ({
    operation: 'Authenticate',
    content: [
      ['clientId', clientId],
      ['username', username],
      ['password', password],
    ],
  }),
  getData: (request: GetRequest): SoapRequest => ({
    operation: 'GetData',
    content: [['getRequest', page(request)]],
  }),
  getReportData: (request: GetReportRequest): SoapRequest => ({
    operation: 'GetReportData',
    content: [
      [
        'getReportRequest',
        [
          ...page(request),
          ['FilterClause', request.filterClause ?? ''],
          ['OrderBy', request.orderBy],
          ['Columns', request.columns],
        ],
      ],
    ],
  }),
  getReportColumns: (reportName: string): SoapRequest => ({
    operation: 'GetReportColumns',
    content: [['templateName', reportName]],
  }),
  getSaveTemplate: (templateName: string): SoapRequest => ({
    operation: 'GetSaveTemplate',
    content: [['templateName', templateName]],
  }),
  saveData: (templateName: string, csvData: string, action: SaveAction): SoapRequest => ({
    operation: 'SaveData',
    content: [
      [
        'saveRequest',
        [
          ['TemplateName', templateName],
          ['CsvData', csvData],
          ['Action', action],
        ],
      ],
    ],
  }),
  subscribeEvent: (eventType: EventType, callbackUrl: string, filter = ''): SoapRequest => ({
    operation: 'SubscribeEvent',
    content: [
      ['eventType', eventType],
      ['filter', filter],
      ['callbackUrl', callbackUrl],
    ],
  }),
  subscribePostEvent: (
    eventType: EventType,
    postUrl: string,
    postParams: string,
    filter = '',
  ): SoapRequest => ({
    operation: 'SubscribePostEvent',
    content: [
      ['eventType', eventType],
      ['filter', filter],
      ['postUrl', postUrl],
      ['postParams', postParams],
    ],
  }),
  unsubscribeEvent: (subscriptionId: number): SoapRequest => ({
    operation: 'UnsubscribeEvent',
    content: [['subscriptionId', subscriptionId]],
  }),
};
