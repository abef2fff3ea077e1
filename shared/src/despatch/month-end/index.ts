export { monthEndCsv } from './csv';
export { figures } from './figures';
export {
  keepChunk,
  keepPrepared,
  MONTH_END_CONTAINER,
  MonthDamaged,
  monthTakenUp,
  readPrepared,
  readRows,
  requestedMonths,
  requestMonth,
  summedBy,
  sumsOf,
  type PreparedMonth,
  type Sums,
} from './kept';
export { dayAt, MONTH, monthNamed, type Month } from './month';
export { monthEndRows, type MonthEndFacts, type MonthEndRow } from './rows';
