import { containing, drive, elements, envelope, readResult } from '../testing';
import { readXml } from './xml';

const get = (fields: string): string => `<getRequest>${fields}</getRequest>`;

describe('reading envelopes', () => {
  it('takes elements in any order, missing integers as 0 and the header of any case', () => {
    const driver = drive();
    const request = envelope(
      driver,
      'GetData',
      get('<ItemsPerPage>1</ItemsPerPage><TemplateName>Sites</TemplateName>'),
    );
    const body = request.body.replaceAll('ClientId', 'clientId');
    expect(readResult(driver.simulator.handle({ ...request, body }).body)).toMatchObject({
      responseId: 0,
      totalCount: 2,
    });
  });

  it('takes the SOAPAction without quotes', () => {
    const driver = drive();
    const request = envelope(driver, 'GetSaveTemplate', '<templateName>Sites</templateName>');
    const headers = { ...request.headers, soapaction: 'http://www.peoplevox.net/GetSaveTemplate' };
    expect(readResult(driver.simulator.handle({ ...request, headers }).body).detail).toBe('Name,Reference');
  });

  it('takes and gives SOAP 1.2', () => {
    const driver = drive();
    const request = envelope(driver, 'GetSaveTemplate', '<templateName>Sites</templateName>');
    const reply = driver.simulator.handle({
      ...request,
      headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
      body: request.body.replace(
        'http://schemas.xmlsoap.org/soap/envelope/',
        'http://www.w3.org/2003/05/soap-envelope',
      ),
    });
    expect(reply.headers['content-type']).toMatch(/^application\/soap\+xml/);
    expect(readXml(reply.body).namespace).toBe('http://www.w3.org/2003/05/soap-envelope');
    expect(readResult(reply.body).detail).toBe('Name,Reference');
  });

  it('does not see children outside the namespace of the service', () => {
    const driver = drive();
    expect(driver.call('GetSaveTemplate', '<templateName xmlns="">Sites</templateName>')).toMatchObject({
      responseId: -1,
      detail: "Template '' is not configured.",
    });
  });

  it.each([
    ['broken XML', (body: string) => body.slice(0, -5)],
    ['a document type declaration', (body: string) => `<!DOCTYPE x [<!ENTITY e "E">]>${body}`],
    ['an unknown operation', (body: string) => body.replaceAll('GetData', 'DropData')],
    ['an integer that is none', (body: string) => body.replace('<PageNo>1<', '<PageNo>one<')],
    ['no envelope', () => '<GetData/>'],
  ])('answers %s with a SOAP fault', (_, spoil) => {
    const driver = drive();
    const request = envelope(driver, 'GetData', get('<TemplateName>Sites</TemplateName><PageNo>1</PageNo>'));
    const reply = driver.simulator.handle({ ...request, body: spoil(request.body) });
    expect(reply).toMatchObject({ status: 500, body: containing('<soap:Fault>') });
  });

  it('answers a missing SOAPAction or content type with a fault', () => {
    const driver = drive();
    const request = envelope(driver, 'GetData', get('<TemplateName>Sites</TemplateName>'));
    const without = (name: string) =>
      Object.fromEntries(Object.entries(request.headers).filter(([key]) => key !== name));
    expect(driver.simulator.handle({ ...request, headers: without('soapaction') }).status).toBe(500);
    expect(driver.simulator.handle({ ...request, headers: without('content-type') }).status).toBe(415);
  });
});

describe('writing replies', () => {
  it('keeps every character of a value, both ways', () => {
    const driver = drive();
    const name = 'a\r\nb\n"c",<d>&amp;]]>é😀';
    driver.save('Carriers', [{ Name: name }]);
    expect(driver.get('Carriers', 'Name.StartsWith("a")')[0]?.['Name']).toBe(name);
  });

  it('leaves out newer fields, line numbers and status rows when set so', () => {
    const driver = drive({ settings: { newerFields: false, lineNumbers: false } });
    const save = `<saveRequest>${elements({ TemplateName: 'Carriers', CsvData: 'Name\nA', Action: 0 })}</saveRequest>`;
    const { body } = driver.raw('SaveData', save);
    expect(body).toContain('<Reference>A</Reference><Status>Success</Status></IntegrationStatusResponse>');
    expect(body).not.toContain('ErrorCode');
    driver.simulator.settings.statusRows = 'none';
    expect(driver.raw('SaveData', save).body).toContain('<Statuses />');
  });
});
