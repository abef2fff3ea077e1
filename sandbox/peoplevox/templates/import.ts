import type { Cell } from '../cell';
import { readCsv } from '../csv';
import { refusal, type Answer, type RowStatus } from '../soap/calls';
import { allocateImported } from '../warehouse/allocation';
import type { Floor } from '../warehouse/floor';
import { WarehouseRefusal } from '../warehouse/refusal';
import type { SalesOrder } from '../warehouse/records';
import type { ConfiguredTemplate } from './catalogue';
import { RowFault, type ImportedRow, type Template, type TemplateColumn } from './template';
import { readValue } from './values';

const DELETE = 2;

/**
 * SaveData: each row for itself; at the end, unless the action says otherwise, the sales orders that were touched are
 * allocated. Some rows refused: ResponseId -1 with TotalCount = rows imported and the words in Detail. Throws CsvFault.
 */
export function importCsv(
  floor: Floor,
  configured: ConfiguredTemplate,
  csvData: string,
  action: number,
): Answer {
  const { template } = configured;
  if (action !== 0 && action !== 1 && action !== DELETE) return refusal(`Action ${action} does not exist.`);
  const [header, ...records] = readCsv(csvData);
  if (!header) return refusal('CsvData is empty.');
  const columns = columnsOfHeader(configured, header);
  if (typeof columns === 'string') return refusal(columns);

  const touched = new Set<SalesOrder>();
  const apply = (row: ImportedRow): void => {
    if (action === DELETE) template.remove(row);
    else template.save(row, { action, touched });
  };
  const outcomes = records.map((record, index) =>
    importRecord(template, columns, record, index + 1, floor, apply),
  );
  if (action === 0 || (action === 1 && floor.settings.doNotAllocate === 'ignored'))
    allocateImported(floor, touched);
  return summarise(outcomes);
}

/** The columns that the header names, or the words of what is wrong with it. */
function columnsOfHeader(
  { template, labels }: ConfiguredTemplate,
  header: readonly string[],
): TemplateColumn[] | string {
  const columns: TemplateColumn[] = [];
  const faults: string[] = [];
  for (const name of header) {
    const found = labels.find(({ label }) => label.toLowerCase() === name.trim().toLowerCase());
    const column = found && template.columns[found.index];
    if (!column) faults.push(`Column '${name}' is not in template '${template.name}'.`);
    else if (columns.includes(column)) faults.push(`Column '${name}' is there twice.`);
    else columns.push(column);
  }
  return faults.length > 0 ? faults.join(' ') : columns;
}

interface Outcome {
  readonly status: RowStatus;
  readonly words: string | undefined;
}

function importRecord(
  template: Template,
  columns: readonly TemplateColumn[],
  record: readonly string[],
  lineNo: number,
  floor: Floor,
  apply: (row: ImportedRow) => void,
): Outcome {
  const reference = referenceOf(template, columns, record);
  try {
    apply(readRow(columns, record, floor.tenant.timeZone));
    return { status: { reference, status: 'Success', lineNo }, words: undefined };
  } catch (error) {
    if (!(error instanceof RowFault || error instanceof WarehouseRefusal)) throw error;
    return {
      status: { reference, status: 'Error', lineNo },
      words: `Line ${lineNo} (${reference}): ${error.message}`,
    };
  }
}

/** `SO-1` for an order, `SO-1 - SKU` for a line (facts/peoplevox §7). */
function referenceOf(
  template: Template,
  columns: readonly TemplateColumn[],
  record: readonly string[],
): string {
  const values = template.key.map(
    (name) => record[columns.findIndex((column) => column.name === name)] ?? '',
  );
  return values.join(' - ');
}

function readRow(columns: readonly TemplateColumn[], record: readonly string[], zone: string): ImportedRow {
  if (record.length !== columns.length) {
    throw new RowFault(`The row has ${record.length} values, the header ${columns.length} columns.`);
  }
  const cells = new Map<string, Cell>();
  const texts = new Map<string, string>();
  const faults: string[] = [];
  columns.forEach((column, index) => {
    const text = record[index] ?? '';
    texts.set(column.name, text);
    try {
      cells.set(column.name, readValue(column, text, zone));
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      faults.push(error.message);
    }
  });
  if (faults.length > 0) throw new RowFault(faults.join(' '));
  return { cells, text: (column) => texts.get(column) ?? '' };
}

function summarise(outcomes: readonly Outcome[]): Answer {
  const words = outcomes.flatMap((outcome) => outcome.words ?? []);
  return {
    responseId: words.length === 0 ? 0 : -1,
    totalCount: outcomes.length - words.length,
    detail: words.join('\n'),
    statuses: outcomes.map(({ status }) => status),
  };
}
