import type { HttpReply } from '../http';
import type { Settings } from '../settings';
import type { Answer, Operation, RowStatus } from './calls';
import type { SoapFault } from './fault';
import { SERVICE_NAMESPACE, type SoapVersion } from './request';
import { escapeXml } from './xml';

const envelopes = {
  '1.1': { namespace: 'http://schemas.xmlsoap.org/soap/envelope/', contentType: 'text/xml; charset=utf-8' },
  '1.2': {
    namespace: 'http://www.w3.org/2003/05/soap-envelope',
    contentType: 'application/soap+xml; charset=utf-8',
  },
} as const;

export function soapReply(
  version: SoapVersion,
  operation: Operation,
  answer: Answer,
  settings: Settings,
): HttpReply {
  const result = [
    `<ResponseId>${answer.responseId}</ResponseId>`,
    `<TotalCount>${answer.totalCount}</TotalCount>`,
    element('Detail', answer.detail),
    statuses(answer.statuses ?? [], settings),
    ...(settings.newerFields
      ? ['<ImportingQueueId>0</ImportingQueueId>', '<SalesOrdersToDespatchIds />', '<ErrorCode />']
      : []),
  ].join('');
  return envelope(
    version,
    200,
    `<${operation}Response xmlns="${SERVICE_NAMESPACE}"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  );
}

export function soapFaultReply(version: SoapVersion, fault: SoapFault): HttpReply {
  const words = escapeXml(fault.message);
  const body =
    version === '1.1'
      ? `<soap:Fault><faultcode>soap:Client</faultcode><faultstring>${words}</faultstring><detail /></soap:Fault>`
      : `<soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">${words}</soap:Text></soap:Reason></soap:Fault>`;
  return envelope(version, fault.status, body);
}

function envelope(version: SoapVersion, status: number, body: string): HttpReply {
  const { namespace, contentType } = envelopes[version];
  return {
    status,
    headers: { 'content-type': contentType },
    body:
      '<?xml version="1.0" encoding="utf-8"?>' +
      `<soap:Envelope xmlns:soap="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
      `xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>${body}</soap:Body></soap:Envelope>`,
  };
}

function statuses(rows: readonly RowStatus[], settings: Settings): string {
  if (rows.length === 0 || settings.statusRows === 'none') return '<Statuses />';
  return `<Statuses>${rows.map((row) => statusRow(row, settings)).join('')}</Statuses>`;
}

function statusRow(row: RowStatus, settings: Settings): string {
  const lineNo = settings.lineNumbers ? `<LineNo>${row.lineNo}</LineNo>` : '';
  return `<IntegrationStatusResponse>${element('Reference', row.reference)}<Status>${row.status}</Status>${lineNo}</IntegrationStatusResponse>`;
}

function element(name: string, text: string): string {
  return text === '' ? `<${name} />` : `<${name}>${escapeXml(text)}</${name}>`;
}
