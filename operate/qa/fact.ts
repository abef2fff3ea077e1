import type { Rules } from '../../shared/src/configuration';
import type { Observations } from './observations';

/** What the rehearsal says of a fact, and what it was seen by. */
export interface Judgement {
  readonly verdict: 'confirmed' | 'refuted' | 'not tested';
  readonly evidence: string;
}

export const confirmed = (evidence: string): Judgement => ({ verdict: 'confirmed', evidence });
export const refuted = (evidence: string): Judgement => ({ verdict: 'refuted', evidence });
export const notTested = (evidence: string): Judgement => ({ verdict: 'not tested', evidence });

export interface Background {
  readonly rules: Rules;
  /** PEOPLEVOX_TIME_ZONE. */
  readonly zone: string;
}

/** Something about Peoplevox that no public source says outright, and that the connector takes for granted. */
export interface Fact {
  readonly id: string;
  readonly statement: string;
  /** How sure it is (docs/facts/peoplevox.md says what the words mean). */
  readonly known: 'inferred' | 'seen once' | 'not found';
  /** What of the connector rests on it. */
  readonly dependent: string;
  /** What keeps that working, or what to set, where it is not so. */
  readonly otherwise: string;
  /** How `doctor --qa` tests it, or why it cannot. */
  readonly test: string;
  /** Absent: it takes a person in the warehouse, or would do harm. Pure. */
  readonly judge?: (seen: Observations, background: Background) => Judgement;
}
