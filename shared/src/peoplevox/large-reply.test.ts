import { desk, escapeXml, resultXml } from './scripted-peoplevox';

const BLOCKS = 220;
const ROWS_PER_BLOCK = 1000;
const HEADER = '"Item code","Site reference","Item name","Available"\n';
const nameOf = (index: number) => `Mug "big" & <blue>, no. ${index}, boxed in card and paper`;
const line = (index: number) =>
  `"SKU-${index}","PrimarySite","${nameOf(index).replaceAll('"', '""')}","${index}"\n`;
const BLOCK = new TextEncoder().encode(
  escapeXml(Array.from({ length: ROWS_PER_BLOCK }, (_, index) => line(index)).join('')),
);

/** A report whose bytes exist only while they are read. */
function report(): ReadableStream<Uint8Array> {
  const [start = '', end = ''] = resultXml('GetReportData', 0, BLOCKS * ROWS_PER_BLOCK, '@').split('@');
  const encoder = new TextEncoder();
  let sent = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(start + escapeXml(HEADER))),
    pull: (controller) => {
      sent += 1;
      controller.enqueue(BLOCK);
      if (sent < BLOCKS) return;
      controller.enqueue(encoder.encode(end));
      controller.close();
    },
  });
}

describe('a report of 20 MB', () => {
  it('is handed over row by row in flat memory', async () => {
    expect(BLOCK.length * BLOCKS).toBeGreaterThan(20_000_000);
    const { client } = desk(() => new Response(report()));
    const base = process.memoryUsage().heapUsed;
    let rows = 0;
    let wrong = 0;
    let peak = 0;
    const request = { templateName: 'Item inventory summary', pageNo: 1, itemsPerPage: 1000 };
    const { totalCount } = await client.streamReportData(request, (row) => {
      const index = rows % ROWS_PER_BLOCK;
      if (row['Item name'] !== nameOf(index) || row['Available'] !== `${index}`) wrong += 1;
      if (index === 0) peak = Math.max(peak, process.memoryUsage().heapUsed - base);
      rows += 1;
    });
    expect({ rows, wrong, totalCount }).toEqual({ rows: 220_000, wrong: 0, totalCount: 220_000 });
    expect(peak).toBeLessThan(60 * 1024 * 1024);
  });
});
