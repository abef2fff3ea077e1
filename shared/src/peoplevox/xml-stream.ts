import { SaxesParser } from 'saxes';
import { isSendable } from './envelope';
import { UnreadableReply } from './unreadable';

/** Told of elements by their path of local names, such as `/Envelope/Body`. */
interface XmlEvents {
  open(path: string, namespace: string): void;
  text(path: string, piece: string): void;
  close(path: string): void;
}

interface XmlStream {
  write(text: string): void;
  end(): void;
}

const MAX_DEPTH = 32;
const PREDEFINED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// With a prototype, `&constructor;` would count as known.
Object.setPrototypeOf(PREDEFINED, null);
/** No reference that XML allows is longer, unless padded with zeros. */
const MAX_REFERENCE = 64;
/** A CR that may precede LF, half a character, brackets of a stray `]]>`. */
const UNDECIDED = /[\]\r\uD800-\uDBFF]{1,3}$/;

const NUMERIC_REFERENCE = /&#(?:x([\dA-Fa-f]+)|(\d+));/g;
const LAST_CODE_POINT = 0x10ffff;

/**
 * ASP.NET writes control characters as references that XML forbids. One of them in one address must not keep all orders
 * from being read.
 */
function withoutForbidden(text: string): string {
  return text.replaceAll(NUMERIC_REFERENCE, (reference, hexadecimal?: string, decimal?: string) => {
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return code <= LAST_CODE_POINT && isSendable(String.fromCodePoint(code)) ? reference : '\uFFFD';
  });
}

/** Where the end of `text` begins that means nothing before more is read. */
function undecidedFrom(text: string): number {
  const reference = text.lastIndexOf('&');
  if (reference > text.lastIndexOf(';') && text.length - reference < MAX_REFERENCE) return reference;
  return text.length - (UNDECIDED.exec(text.slice(-3))?.[0].length ?? 0);
}

/**
 * A strict, streaming reader of one XML 1.0 document: no DTD, no entities but the five predefined and numeric ones. What
 * refers to no character is read as U+FFFD.
 * Faults throw UnreadableReply. Character data is handed over piecewise, whatever its length.
 */
export function createXmlStream(events: XmlEvents): XmlStream {
  const paths: string[] = [];
  const parser = new SaxesParser({
    xmlns: true,
    position: true,
    forceXMLVersion: true,
    defaultXMLVersion: '1.0',
  });
  parser.ENTITIES = PREDEFINED;
  const here = () => paths.at(-1) ?? '';
  // True while nothing but character data was read since the last tag.
  let inText = false;
  let held = '';

  const onText = (piece: string) => {
    if (paths.length > 0) events.text(here(), piece);
  };
  parser.on('error', (fault) => {
    throw new UnreadableReply(`it is not well-formed XML (${fault.message})`);
  });
  parser.on('doctype', () => {
    throw new UnreadableReply('it has a document type declaration, as web pages have and SOAP never does');
  });
  parser.on('opentag', (tag) => {
    if (paths.length >= MAX_DEPTH) throw new UnreadableReply('its elements are nested too deeply');
    paths.push(`${here()}/${tag.local}`);
    inText = true;
    events.open(here(), tag.uri);
  });
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    events.close(here());
    paths.pop();
    inText = true;
  });

  const feed = (piece: string) => {
    if (piece.startsWith('<')) inText = false;
    parser.write(piece);
  };
  return {
    write(text) {
      const all = held + text;
      const sure = undecidedFrom(all);
      held = all.slice(sure);
      for (const piece of withoutForbidden(all.slice(0, sure)).split(/(?=<)/)) feed(piece);
      // The parser keeps character data until the next markup; an empty comment makes it hand over what it has.
      if (inText && paths.length > 0) parser.write('<!---->');
    },
    end() {
      for (const piece of held.split(/(?=<)/)) feed(piece);
      parser.close();
    },
  };
}
