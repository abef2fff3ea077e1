import { SaxesParser, type SaxesTagNS } from 'saxes';
import { SoapFault } from './fault';

export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Growing {
  readonly name: string;
  readonly namespace: string;
  readonly children: Growing[];
  text: string;
}

/** Strict XML 1.0 with namespaces; a document type declaration is refused. */
export function readXml(source: string): XmlElement {
  const document: Growing = { name: '', namespace: '', children: [], text: '' };
  const open: Growing[] = [document];
  const parser = new SaxesParser({ xmlns: true });

  const current = (): Growing => open.at(-1) ?? document;
  const addText = (text: string): void => {
    current().text += text;
  };
  parser.on('error', (error) => {
    throw unreadable(error.message);
  });
  parser.on('doctype', () => {
    throw unreadable('a document type declaration is not allowed');
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    const element: Growing = { name: tag.local, namespace: tag.uri, children: [], text: '' };
    current().children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(source).close();

  const root = document.children[0];
  if (!root) throw unreadable('the document is empty');
  return root;
}

function unreadable(detail: string): SoapFault {
  return new SoapFault(
    `Server was unable to read request. ---> There is an error in the XML document: ${detail}.`,
  );
}

/** A bare CR would be read back as LF. The others XML 1.0 does not have at all; ASP.NET writes them all the same. */
const AS_REFERENCE = /[\0-\x08\v\f\r\x0E-\x1F\uFFFE\uFFFF]/g;

/** Characters that text must not contain as such, written as ASP.NET writes them. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(AS_REFERENCE, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}
