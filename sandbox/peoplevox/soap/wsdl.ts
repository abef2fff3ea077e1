import { operations, SERVICE_NAMESPACE } from './request';
import type { Operation } from './calls';
import { escapeXml } from './xml';

type Field = readonly [name: string, type: string, required?: 'required'];

/** Body elements in the order of the service's WSDL (facts/peoplevox §2). */
const bodies: Readonly<Record<Operation, readonly Field[]>> = {
  Authenticate: [
    ['clientId', 's:string'],
    ['username', 's:string'],
    ['password', 's:string'],
  ],
  GetData: [['getRequest', 'tns:GetRequest']],
  GetReportData: [['getReportRequest', 'tns:GetReportRequest']],
  GetReportColumns: [['templateName', 's:string']],
  GetSaveTemplate: [['templateName', 's:string']],
  SaveData: [['saveRequest', 'tns:SaveRequest']],
  SubscribeEvent: [
    ['eventType', 'tns:SubscriptionEventTypes', 'required'],
    ['filter', 's:string'],
    ['callbackUrl', 's:string'],
    ['encodeParameterData', 's:boolean'],
  ],
  SubscribePostEvent: [
    ['eventType', 'tns:SubscriptionEventTypes', 'required'],
    ['filter', 's:string'],
    ['postUrl', 's:string'],
    ['postParams', 's:string'],
    ['encodeParameterData', 's:boolean'],
  ],
  UnsubscribeEvent: [['subscriptionId', 's:int', 'required']],
};

const getRequest: readonly Field[] = [
  ['TemplateName', 's:string'],
  ['PageNo', 's:int', 'required'],
  ['ItemsPerPage', 's:int', 'required'],
  ['SearchClause', 's:string'],
];
const reportExtension: readonly Field[] = [
  ['FilterClause', 's:string'],
  ['OrderBy', 's:string'],
  ['Columns', 's:string'],
];
const saveRequest: readonly Field[] = [
  ['TemplateName', 's:string'],
  ['CsvData', 's:string'],
  ['Action', 's:int', 'required'],
];
const integrationResponse: readonly Field[] = [
  ['ResponseId', 's:int', 'required'],
  ['TotalCount', 's:int', 'required'],
  ['Detail', 's:string'],
  ['Statuses', 'tns:ArrayOfIntegrationStatusResponse'],
  ['ImportingQueueId', 's:int'],
  ['SalesOrdersToDespatchIds', 's:string'],
  ['ErrorCode', 's:string'],
];
const statusResponse: readonly Field[] = [
  ['Reference', 's:string'],
  ['Status', 'tns:IntegrationResponseStatuses', 'required'],
  ['LineNo', 's:int'],
];

/** The service's description with its SOAP 1.1 and 1.2 ports at `address`; `eventTypes` are those of this tenant. */
export function writeWsdl(address: string, eventTypes: readonly string[]): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<wsdl:definitions name="IntegrationServiceV4" targetNamespace="${SERVICE_NAMESPACE}" xmlns:tns="${SERVICE_NAMESPACE}"` +
      ' xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"' +
      ' xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">',
    '<wsdl:types>',
    `<s:schema elementFormDefault="qualified" targetNamespace="${SERVICE_NAMESPACE}">`,
    ...operations.flatMap(operationElements),
    ...complexTypes(),
    enumeration('IntegrationResponseStatuses', ['Error', 'Success']),
    enumeration('SubscriptionEventTypes', eventTypes),
    '</s:schema>',
    '</wsdl:types>',
    ...operations.flatMap(messages),
    '<wsdl:portType name="IntegrationServiceV4Soap">',
    ...operations.map(portOperation),
    '</wsdl:portType>',
    ...binding('IntegrationServiceV4Soap', 'soap'),
    ...binding('IntegrationServiceV4Soap12', 'soap12'),
    '<wsdl:service name="IntegrationServiceV4">',
    port('IntegrationServiceV4Soap', 'soap', address),
    port('IntegrationServiceV4Soap12', 'soap12', address),
    '</wsdl:service>',
    '</wsdl:definitions>',
    '',
  ].join('\n');
}

function sequence(fields: readonly Field[]): string {
  const elements = fields.map(
    ([name, type, required]) =>
      `<s:element minOccurs="${required ? 1 : 0}" maxOccurs="1" name="${name}" type="${type}"/>`,
  );
  return `<s:sequence>${elements.join('')}</s:sequence>`;
}

function operationElements(operation: Operation): string[] {
  const result = `${operation}Result`;
  return [
    `<s:element name="${operation}"><s:complexType>${sequence(bodies[operation])}</s:complexType></s:element>`,
    `<s:element name="${operation}Response"><s:complexType>` +
      `${sequence([[result, 'tns:IntegrationResponse']])}</s:complexType></s:element>`,
  ];
}

function complexTypes(): string[] {
  return [
    complexType('GetRequest', sequence(getRequest)),
    complexType(
      'GetReportRequest',
      `<s:complexContent mixed="false"><s:extension base="tns:GetRequest">${sequence(reportExtension)}</s:extension></s:complexContent>`,
    ),
    complexType('SaveRequest', sequence(saveRequest)),
    complexType('IntegrationResponse', sequence(integrationResponse)),
    complexType(
      'ArrayOfIntegrationStatusResponse',
      '<s:sequence><s:element minOccurs="0" maxOccurs="unbounded" name="IntegrationStatusResponse" nillable="true" type="tns:IntegrationStatusResponse"/></s:sequence>',
    ),
    complexType('IntegrationStatusResponse', sequence(statusResponse)),
    '<s:element name="UserSessionCredentials" type="tns:UserSessionCredentials"/>',
    complexType(
      'UserSessionCredentials',
      '<s:sequence><s:element minOccurs="1" maxOccurs="1" name="UserId" nillable="true" type="s:int"/>' +
        '<s:element minOccurs="0" maxOccurs="1" name="ClientId" type="s:string"/>' +
        '<s:element minOccurs="0" maxOccurs="1" name="SessionId" type="s:string"/></s:sequence><s:anyAttribute/>',
    ),
  ];
}

function complexType(name: string, content: string): string {
  return `<s:complexType name="${name}">${content}</s:complexType>`;
}

function enumeration(name: string, values: readonly string[]): string {
  const listed = values.map((value) => `<s:enumeration value="${escapeXml(value)}"/>`).join('');
  return `<s:simpleType name="${name}"><s:restriction base="s:string">${listed}</s:restriction></s:simpleType>`;
}

function messages(operation: Operation): string[] {
  const message = (suffix: string, part: string, element: string): string =>
    `<wsdl:message name="${operation}${suffix}"><wsdl:part name="${part}" element="tns:${element}"/></wsdl:message>`;
  const header = message('UserSessionCredentials', 'UserSessionCredentials', 'UserSessionCredentials');
  return [
    message('SoapIn', 'parameters', operation),
    message('SoapOut', 'parameters', `${operation}Response`),
    ...(needsSession(operation) ? [header] : []),
  ];
}

function needsSession(operation: Operation): boolean {
  return operation !== 'Authenticate';
}

function portOperation(operation: Operation): string {
  return `<wsdl:operation name="${operation}"><wsdl:input message="tns:${operation}SoapIn"/><wsdl:output message="tns:${operation}SoapOut"/></wsdl:operation>`;
}

function binding(name: string, soap: string): string[] {
  return [
    `<wsdl:binding name="${name}" type="tns:IntegrationServiceV4Soap">`,
    `<${soap}:binding transport="http://schemas.xmlsoap.org/soap/http"/>`,
    ...operations.map((operation) => boundOperation(operation, soap)),
    '</wsdl:binding>',
  ];
}

function boundOperation(operation: Operation, soap: string): string {
  const header = needsSession(operation)
    ? `<${soap}:header message="tns:${operation}UserSessionCredentials" part="UserSessionCredentials" use="literal"/>`
    : '';
  const body = `<${soap}:body use="literal"/>`;
  return (
    `<wsdl:operation name="${operation}"><${soap}:operation soapAction="${SERVICE_NAMESPACE}${operation}" style="document"/>` +
    `<wsdl:input>${body}${header}</wsdl:input><wsdl:output>${body}</wsdl:output></wsdl:operation>`
  );
}

function port(binding: string, soap: string, address: string): string {
  return `<wsdl:port name="${binding}" binding="tns:${binding}"><${soap}:address location="${escapeXml(address)}"/></wsdl:port>`;
}
