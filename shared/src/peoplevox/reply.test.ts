import fc from 'fast-check';
import { MAX_REPLY_BYTES, readReply, type DetailSink } from './reply';
import { faultXml, resultXml } from './scripted-peoplevox';
import { UnreadableReply } from './unreadable';

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const encode = (text: string) => new TextEncoder().encode(text);
const read = (xml: string, size = 1024, sink?: DetailSink) =>
  readReply(inPieces(encode(xml), size), 'GetData', sink);

function collector() {
  const pieces: string[] = [];
  let ended = false;
  return {
    pieces,
    hasEnded: () => ended,
    write: (piece: string) => Promise.resolve(void pieces.push(piece)),
    end: async () => {
      ended = true;
    },
  };
}

const NEWER =
  '<Statuses><IntegrationStatusResponse><Reference>SO-1</Reference><Status>Success</Status><LineNo>1</LineNo>' +
  '<Detail>not this one</Detail></IntegrationStatusResponse><IntegrationStatusResponse xsi:nil="true" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/><IntegrationStatusResponse><Reference>SO-2</Reference>' +
  '<Status>Error</Status></IntegrationStatusResponse></Statuses><ImportingQueueId>7</ImportingQueueId>' +
  '<SalesOrdersToDespatchIds/><ErrorCode>E1</ErrorCode><Unheard of="x"><Detail>nor this</Detail></Unheard>';

describe('readReply', () => {
  it('reads every field, one status row or many, and passes over what it does not know', async () => {
    expect(await read(resultXml('GetData', -1, 5, 'words', NEWER))).toEqual({
      kind: 'result',
      responseId: -1,
      totalCount: 5,
      detail: 'words',
      statuses: [
        { reference: 'SO-1', status: 'Success', lineNo: 1 },
        { reference: 'SO-2', status: 'Error' },
      ],
      errorCode: 'E1',
      importingQueueId: 7,
    });
  });

  it('gives the exact Detail however the bytes are cut', async () => {
    const awkward = fc.array(
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        ']',
        ']]',
        '>',
        '&',
        ';',
        '<',
        '"',
        'é',
        '\u{1F69A}',
        'abc',
        ' ',
        '\uFEFF',
      ),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(awkward, fc.integer({ min: 1, max: 40 }), async (parts, size) => {
        const detail = parts.join('');
        const sink = collector();
        const xml = resultXml('GetData', 0, 1, '@').replace(
          '@',
          detail
            .replace(/[&<>\r]/g, (character) => `&#${character.codePointAt(0) ?? 0};`)
            .replaceAll('$', '$$$$'),
        );
        await read(xml, size, sink);
        expect(sink.pieces.join('')).toBe(detail);
        expect(sink.hasEnded()).toBe(true);
      }),
    );
  });

  it('reads the predefined entities and numeric references', async () => {
    const xml = resultXml('GetData', 0, 1, '@').replace(
      '@',
      '&amp;&lt;&gt;&quot;&apos;&#65;&#x1F69A;&amp;lt;',
    );
    for (let size = 1; size < 12; size += 1)
      expect(await read(xml, size)).toMatchObject({ detail: `&<>"'A\u{1F69A}&lt;` });
  });

  it.each(['&#xB;', '&#11;', '&#x0B;', '&#0;', '&#x1f;', '&#xD83D;', '&#xFFFF;', '&#x110000;'])(
    'reads %s, which ASP.NET writes though XML has no such character, as unknown, also where it arrives in parts',
    async (reference) => {
      const xml = resultXml('GetData', 0, 1, 'a@b').replace('@', `${reference}&#9;`);
      for (let size = 1; size < 14; size += 1)
        expect(await read(xml, size)).toMatchObject({ detail: 'a\uFFFD\tb' });
    },
  );

  it('reads raw line ends as line feeds, as XML asks, also where a CR and its LF arrive apart', async () => {
    const xml = resultXml('GetData', 0, 1, 'a@b').replace('@', '\r\n');
    for (let size = 1; size < 12; size += 1) {
      expect(await read(xml, size)).toMatchObject({ detail: 'a\nb' });
    }
  });

  it('reads a CDATA section, its markup and brackets as text', async () => {
    const xml = resultXml('GetData', 0, 1, 'x@y').replace('@', '<![CDATA[<a>&amp;]]]]><![CDATA[>]]>');
    for (let size = 1; size < 40; size += 3)
      expect(await read(xml, size)).toMatchObject({ detail: 'x<a>&amp;]]>y' });
  });

  it('hands a long Detail over while it arrives', async () => {
    const sink = collector();
    await read(resultXml('GetData', 0, 1, 'x'.repeat(100_000)), 10_000, sink);
    expect(sink.pieces.length).toBeGreaterThan(8);
    expect(Math.max(...sink.pieces.map((piece) => piece.length))).toBeLessThanOrEqual(10_000);
  });

  it('keeps the words of a refusal from the sink, and only their first 64 Ki', async () => {
    const sink = collector();
    const reply = await read(resultXml('GetData', -1, 0, 'w'.repeat(100_000)), 10_000, sink);
    expect(sink.pieces).toEqual([]);
    expect(sink.hasEnded()).toBe(false);
    expect(reply).toMatchObject({ detail: 'w'.repeat(65_536) });
  });

  it('understands a Detail that comes before the ResponseId', async () => {
    const xml = resultXml('GetData', 0, 1, 'a,b').replace(
      /(<ResponseId>0<\/ResponseId>)(.*)(<\/GetDataResult>)/,
      '$2$1$3',
    );
    const sink = collector();
    await read(xml, 7, sink);
    expect(sink.pieces.join('')).toBe('a,b');
  });

  it.each([
    ['soap:Client', 'client'],
    ['soap:Server', 'server'],
    ['soap:Server.Busy', 'server'],
  ])('reads a SOAP fault with code %s', async (code, blame) => {
    expect(await read(faultXml(code, 'no'))).toEqual({ kind: 'fault', blame, words: 'no' });
  });

  it('reads a SOAP 1.2 fault', async () => {
    const xml =
      '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value>' +
      '</e:Code><e:Reason><e:Text>what</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>';
    expect(await read(xml)).toEqual({ kind: 'fault', blame: 'client', words: 'what' });
  });

  const good = resultXml('GetData', 0, 1, 'a');
  it.each([
    ['an HTML page', '<!DOCTYPE html><html><body>Sorry</body></html>', 'document type declaration'],
    ['an HTML page without doctype', '<html><body>Sorry</body></html>', 'not a SOAP envelope'],
    [
      'a DTD with entities',
      `<!DOCTYPE x [<!ENTITY a "aa">]>${good.replace(/^<\?.*?\?>/, '')}`,
      'document type declaration',
    ],
    ['an unknown entity', good.replace('<Detail>a', '<Detail>&nbsp;'), 'not well-formed'],
    [
      'an entity named like an object method',
      good.replace('<Detail>a', '<Detail>&constructor;'),
      'not well-formed',
    ],
    ['a bare ]]>', good.replace('<Detail>a', '<Detail>]]>'), 'not well-formed'],
    ['a reference to nothing', good.replace('<Detail>a', '<Detail>&#;'), 'not well-formed'],
    ['a truncated document', good.slice(0, -20), 'not well-formed'],
    ['an empty body', '', 'not well-formed'],
    ['plain text', 'Service Unavailable', 'not well-formed'],
    ['an envelope in another namespace', good.replace('schemas.xmlsoap.org', 'x'), 'not a SOAP envelope'],
    ['the reply to another operation', resultXml('SaveData', 0, 1, 'a'), 'no GetDataResult'],
    [
      'a reply without TotalCount',
      good.replace(/<TotalCount>.*<\/TotalCount>/, ''),
      'TotalCount is not a whole number',
    ],
    ['a ResponseId in words', good.replace('>0<', '>zero<'), 'ResponseId is not a whole number'],
    ['bottomless nesting', good.replace('<Detail>', '<a>'.repeat(50)), 'nested too deeply'],
    [
      'an endless ErrorCode',
      good.replace('</GetDataR', `<ErrorCode>${'e'.repeat(70_000)}</ErrorCode></GetDataR`),
      'ErrorCode',
    ],
  ])('refuses %s', async (_, xml, words) => {
    await expect(read(xml)).rejects.toThrow(UnreadableReply);
    await expect(read(xml, 7)).rejects.toThrow(words);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const latin = Uint8Array.from(Buffer.from(resultXml('GetData', 0, 1, 'é'), 'latin1'));
    await expect(readReply(inPieces(latin, 100), 'GetData')).rejects.toThrow('not UTF-8');
  });

  it('stops at 64 MB', async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield encode(good.slice(0, good.indexOf('a</Detail>')));
      const chunk = encode('x'.repeat(1_048_576));
      for (;;) {
        sent += chunk.length;
        yield chunk;
      }
    }
    await expect(readReply(endless(), 'GetData', collector())).rejects.toThrow('larger than 64 MB');
    expect(sent).toBeLessThan(MAX_REPLY_BYTES + 2_000_000);
  });

  it('stops reading once nobody waits any more', async () => {
    const controller = new AbortController();
    controller.abort(new Error('too late'));
    await expect(
      readReply(inPieces(encode(good), 10), 'GetData', undefined, controller.signal),
    ).rejects.toThrow('too late');
  });
});
