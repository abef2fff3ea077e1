import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { envelope, isSendable, soapRequests, UnsendableText } from './envelope';

/** Path of local names → text, as any conforming parser reads it. */
function parsed(xml: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const path: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', (tag) => {
    path.push(tag.local);
    texts.set(path.join('/'), '');
  });
  parser.on('text', (text) => {
    if (path.length > 0) texts.set(path.join('/'), text);
  });
  parser.on('closetag', () => path.pop());
  parser.on('error', (fault) => {
    throw fault;
  });
  parser.write(xml).close();
  return texts;
}

const elementsOf = (xml: string) => [...parsed(xml).keys()].map((path) => path.replace(/^.*\//, ''));
const AWKWARD = 'a,"b"\r\nc]]>d & <e> \u{1F69A}\té\r end ';

describe('envelope', () => {
  it('writes the elements of every operation in the order of the WSDL', () => {
    const page = { templateName: 'T', pageNo: 1, itemsPerPage: 10, searchClause: 'S' };
    const bodies: [Parameters<typeof envelope>[0], string][] = [
      [soapRequests.authenticate('c', 'u', 'p'), 'Authenticate clientId username password'],
      [soapRequests.getData(page), 'GetData getRequest TemplateName PageNo ItemsPerPage SearchClause'],
      [
        soapRequests.getReportData({ ...page, filterClause: 'F', orderBy: 'O', columns: 'C' }),
        'GetReportData getReportRequest TemplateName PageNo ItemsPerPage SearchClause FilterClause OrderBy Columns',
      ],
      [soapRequests.getReportColumns('R'), 'GetReportColumns templateName'],
      [soapRequests.getSaveTemplate('T'), 'GetSaveTemplate templateName'],
      [soapRequests.saveData('T', 'csv', 1), 'SaveData saveRequest TemplateName CsvData Action'],
      [soapRequests.subscribeEvent('Returns', 'u', 'f'), 'SubscribeEvent eventType filter callbackUrl'],
      [
        soapRequests.subscribePostEvent('Returns', 'u', 'p', 'f'),
        'SubscribePostEvent eventType filter postUrl postParams',
      ],
      [soapRequests.unsubscribeEvent(7), 'UnsubscribeEvent subscriptionId'],
    ];
    for (const [request, elements] of bodies) {
      expect(elementsOf(envelope(request)).join(' ')).toBe(`Envelope Body ${elements}`);
    }
  });

  it('puts the session before the body, in the order of the WSDL', () => {
    const xml = envelope(soapRequests.unsubscribeEvent(7), { clientId: 'acme', sessionId: 's-1' });
    expect(elementsOf(xml).slice(1, 6)).toEqual([
      'Header',
      'UserSessionCredentials',
      'UserId',
      'ClientId',
      'SessionId',
    ]);
    expect(parsed(xml).get('Envelope/Header/UserSessionCredentials/SessionId')).toBe('s-1');
    expect(parsed(xml).get('Envelope/Header/UserSessionCredentials/UserId')).toBe('0');
  });

  it('carries carriage returns, quotes, ]]>, markup and emoji unchanged', () => {
    const xml = envelope(soapRequests.saveData('T', AWKWARD, 0));
    expect(parsed(xml).get('Envelope/Body/SaveData/saveRequest/CsvData')).toBe(AWKWARD);
  });

  it('carries any text that XML allows unchanged', () => {
    const text = fc.string({ unit: 'binary' }).filter(isSendable);
    fc.assert(
      fc.property(text, (value) => {
        const xml = envelope(soapRequests.getSaveTemplate(value));
        expect(parsed(xml).get('Envelope/Body/GetSaveTemplate/templateName')).toBe(value);
      }),
    );
  });

  it.each([
    ['a control character', 'ab\u0000c', 'U+0000 at position 2'],
    ['a vertical tab', '\u000b', 'U+000B at position 0'],
    ['half a character', 'x\ud83d', 'U+D83D at position 1'],
    ['a non-character', '\uffff', 'U+FFFF at position 0'],
  ])('refuses %s and names its place but not the text', (_, text, words) => {
    const make = () => envelope(soapRequests.saveData('T', `Jane Doe ${text}`, 0));
    expect(make).toThrow(UnsendableText);
    expect(() => envelope(soapRequests.saveData('T', text, 0))).toThrow(`CsvData has the character ${words}`);
    expect(make).not.toThrow(/Jane/);
    expect(isSendable(text)).toBe(false);
  });

  it.each([
    [0, 10],
    [1.5, 10],
    [1, 0],
    [1, 1001],
  ])('refuses page %d of %d items', (pageNo, itemsPerPage) => {
    expect(() => soapRequests.getData({ templateName: 'T', pageNo, itemsPerPage })).toThrow(RangeError);
  });
});
