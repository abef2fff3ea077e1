import type { Operation } from './envelope';
import { UnreadableReply } from './unreadable';
import { createXmlStream } from './xml-stream';

export interface RowStatus {
  readonly reference: string;
  /** `Success` or `Error` by the WSDL. */
  readonly status: string;
  /** From 1. */
  readonly lineNo?: number;
}

/** An IntegrationResponse. `detail` is empty where its text went to a sink. */
export interface Result {
  readonly kind: 'result';
  readonly responseId: number;
  readonly totalCount: number;
  readonly detail: string;
  readonly statuses: readonly RowStatus[];
  readonly errorCode: string;
  /** Above 0 when Peoplevox put the rows aside to import them later (inferred: docs/verified.md). */
  readonly importingQueueId: number;
}

/** A SOAP Fault; `client`: the request was not understood and nothing was done. */
export interface Fault {
  readonly kind: 'fault';
  readonly blame: 'client' | 'server';
  readonly words: string;
}

export type Reply = Result | Fault;

/** Takes the Detail of a successful reply while it is read. */
export interface DetailSink {
  write(piece: string): Promise<void>;
  end(): Promise<void>;
}

/** Bytes after decompression. */
export const MAX_REPLY_BYTES = 64 * 1024 * 1024;
const MAX_TEXT = 64 * 1024;
const ENVELOPES = ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'];

const BODY = '/Envelope/Body';
const FAULT_CODES = [`${BODY}/Fault/faultcode`, `${BODY}/Fault/Code/Value`];
const FAULT_WORDS = [`${BODY}/Fault/faultstring`, `${BODY}/Fault/Reason/Text`];
/** SOAP 1.1 calls it Client, SOAP 1.2 Sender; the two others also say that the request was not executed. */
const CLIENT_FAULT = /(?:^|:)(?:Client|Sender|VersionMismatch|MustUnderstand)\b/;

function whole(name: string, text: string): number {
  if (!/^\s*[+-]?\d{1,15}\s*$/.test(text)) throw new UnreadableReply(`${name} is not a whole number`);
  return Number(text);
}

/** Gathers what the WSDL promises by element path and ignores everything else. */
function createGatherer(operation: Operation) {
  const root = `${BODY}/${operation}Response/${operation}Result`;
  const row = `${root}/Statuses/IntegrationStatusResponse`;
  const wanted = new Set([
    ...['ResponseId', 'TotalCount', 'ErrorCode', 'ImportingQueueId'].map((name) => `${root}/${name}`),
    ...['Reference', 'Status', 'LineNo'].map((name) => `${row}/${name}`),
    ...FAULT_CODES,
    ...FAULT_WORDS,
  ]);
  const texts = new Map<string, string>();
  const statuses: RowStatus[] = [];
  let pieces: string[] = [];
  let responseId: number | undefined;

  const field = (name: string) => texts.get(`${root}/${name}`);
  const number = (name: string) => whole(name, field(name) ?? '');
  const keepStatus = () => {
    const status = texts.get(`${row}/Status`)?.trim();
    if (!status) return; // the WSDL allows nil rows
    const lineNo = texts.get(`${row}/LineNo`);
    statuses.push({
      reference: texts.get(`${row}/Reference`) ?? '',
      status,
      ...(lineNo?.trim() ? { lineNo: whole('LineNo', lineNo) } : {}),
    });
    for (const name of ['Reference', 'Status', 'LineNo']) texts.delete(`${row}/${name}`);
  };
  const append = (path: string, piece: string) => {
    const text = (texts.get(path) ?? '') + piece;
    if (text.length > MAX_TEXT)
      throw new UnreadableReply(`${path.slice(path.lastIndexOf('/') + 1)} is too long`);
    texts.set(path, text);
  };
  return {
    open(path: string, namespace: string) {
      const isRoot = !path.includes('/', 1);
      if (isRoot && (path !== '/Envelope' || !ENVELOPES.includes(namespace))) {
        throw new UnreadableReply('it is not a SOAP envelope');
      }
    },
    text(path: string, piece: string) {
      if (path === `${root}/Detail`) pieces.push(piece);
      else if (wanted.has(path)) append(path, piece);
    },
    close(path: string) {
      if (path === row) keepStatus();
      if (path === `${root}/ResponseId`) responseId = number('ResponseId');
    },
    /** Undefined until it was read; precedes Detail in the WSDL's order. */
    responseId: () => responseId,
    takeDetail(): string {
      const taken = pieces.join('');
      pieces = [];
      return taken;
    },
    fault(): Fault | undefined {
      const first = (paths: readonly string[]) =>
        paths.map((path) => texts.get(path)).find((text) => text !== undefined);
      const code = first(FAULT_CODES);
      if (code === undefined) return undefined;
      return {
        kind: 'fault',
        blame: CLIENT_FAULT.test(code) ? 'client' : 'server',
        words: first(FAULT_WORDS) ?? '',
      };
    },
    result(detail: string): Result {
      if (responseId === undefined)
        throw new UnreadableReply(`it has no ${operation}Result with a ResponseId`);
      return {
        kind: 'result',
        responseId,
        totalCount: number('TotalCount'),
        detail,
        statuses,
        errorCode: field('ErrorCode')?.trim() ?? '',
        importingQueueId: field('ImportingQueueId')?.trim() ? number('ImportingQueueId') : 0,
      };
    },
  };
}

async function* textOf(body: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new UnreadableReply('it is not UTF-8');
    }
  };
  let size = 0;
  for await (const chunk of body) {
    signal?.throwIfAborted();
    size += chunk.byteLength;
    if (size > MAX_REPLY_BYTES) {
      throw new UnreadableReply(
        `it is larger than ${MAX_REPLY_BYTES / 1024 / 1024} MB; ask for smaller pages`,
      );
    }
    yield decode(chunk);
  }
  yield decode();
}

/**
 * Reads the reply to `operation` as it arrives. The Detail of a successful one goes to `sink` piece by piece where one
 * is given; any other Detail is kept up to 64 Ki characters. Rejects with UnreadableReply where the reply breaks the
 * WSDL or exceeds 64 MB, and with whatever the body, the signal or the sink throws.
 */
export async function readReply(
  body: AsyncIterable<Uint8Array>,
  operation: Operation,
  sink?: DetailSink,
  signal?: AbortSignal,
): Promise<Reply> {
  const gathered = createGatherer(operation);
  const xml = createXmlStream(gathered);
  let early = '';
  let detail = '';
  const pour = async () => {
    const taken = gathered.takeDetail();
    const responseId = gathered.responseId();
    if (responseId === undefined) {
      early += taken;
      return;
    }
    const text = early + taken;
    early = '';
    if (text === '') return;
    if (sink && responseId === 0) await sink.write(text);
    else detail = (detail + text).slice(0, MAX_TEXT);
  };
  for await (const text of textOf(body, signal)) {
    xml.write(text);
    await pour();
  }
  xml.end();
  await pour();
  const fault = gathered.fault();
  if (fault) return fault;
  const result = gathered.result(detail);
  if (sink && result.responseId === 0) await sink.end();
  return result;
}
