import { desk, escapeXml, resultXml } from './scripted-peoplevox';

const ROWS = 200_000;
const HEADER = '"Item code","Site reference","Item name","Available"\n';
const line = (index: number) =>
  `"SKU-${index}","PrimarySite","Mug ""big"" & <blue>, no. ${index}, boxed in card and paper","${index}"\n`;

/** A report of over 20 MB, made as it is read. */
function report(): ReadableStream<Uint8Array> {
  const [start = '', end = ''] = resultXml('GetReportData', 0, ROWS, '@').split('@');
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(start + escapeXml(HEADER))),
    pull: (controller) => {
      const upTo = Math.min(next + 600, ROWS);
      let text = '';
      for (; next < upTo; next += 1) text += escapeXml(line(next));
      controller.enqueue(encoder.encode(next < ROWS ? text : text + end));
      if (next === ROWS) controller.close();
    },
  });
}

describe('a report of 20 MB', () => {
  it('is handed over row by row in flat memory', async () => {
    const { client } = desk(() => new Response(report()));
    const base = process.memoryUsage().heapUsed;
    let rows = 0;
    let sum = 0;
    let peak = 0;
    const request = { templateName: 'Item inventory summary', pageNo: 1, itemsPerPage: 1000 };
    await client.streamReportData(request, (row) => {
      rows += 1;
      sum += Number(row['Available']);
      if (rows % 1000 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed - base);
      if (rows === ROWS)
        expect(row['Item name']).toBe(`Mug "big" & <blue>, no. ${ROWS - 1}, boxed in card and paper`);
    });
    expect(rows).toBe(ROWS);
    expect(sum).toBe((ROWS * (ROWS - 1)) / 2);
    expect(peak).toBeLessThan(60 * 1024 * 1024);
  });
});
