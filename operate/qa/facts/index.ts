import type { Fact } from '../fact';
import { orderFacts } from './orders';
import { serviceFacts } from './service';
import { stockAndTimeFacts } from './stock-and-time';

/** Everything that the connector takes for granted of Peoplevox and no public source says outright. */
export const facts: readonly Fact[] = [...orderFacts, ...stockAndTimeFacts, ...serviceFacts];
