export { monthEndCsv } from './csv';
export {
  keepChunk,
  keepPrepared,
  MONTH_END_CONTAINER,
  monthTakenUp,
  readPrepared,
  readRows,
  requestedMonths,
  requestMonth,
  summedBy,
  sumsOf,
} from './kept';
export { dayAt, MONTH, monthNamed, type Month } from './month';
export { monthEndRows } from './rows';
