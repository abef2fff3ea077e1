import { readImportDate, type Cell } from '../cell';
import { RowFault, type TemplateColumn } from './template';

/** The value of one imported text. An empty one clears the column, whatever its type. Throws RowFault. */
export function readValue(column: TemplateColumn, text: string, zone: string): Cell {
  if (text === '') return '';
  const { name, type, length } = column;
  switch (type) {
    case 'text':
      if (length !== undefined && text.length > length) {
        throw new RowFault(`${name} has ${text.length} characters; ${length} are allowed.`);
      }
      return text;
    case 'integer':
      if (!/^-?\d{1,9}$/.test(text)) throw new RowFault(`${name} '${text}' is not a whole number.`);
      return Number(text);
    case 'decimal':
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RowFault(`${name} '${text}' is not a decimal number.`);
      return Number(text);
    case 'boolean':
      return readBoolean(name, text);
    case 'date':
      return readDateValue(name, text, zone);
  }
}

function readBoolean(name: string, text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false')
    throw new RowFault(`${name} '${text}' is neither true nor false.`);
  return lower === 'true';
}

function readDateValue(name: string, text: string, zone: string): Cell {
  const at = readImportDate(text, zone);
  if (at === undefined)
    throw new RowFault(`${name} '${text}' is not a date of the form yyyy-MM-dd HH:mm:ss.`);
  return { at };
}
