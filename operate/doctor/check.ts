import type { Rules } from '../../shared/src/configuration';
import type { Access } from '../access';
import type { Finding } from './finding';

/** What a check may look at. Nothing is written. */
export interface Sight extends Access {
  readonly rules: Rules;
}

export interface Check {
  readonly name: string;
  /** The systems that it asks: it is left out where one of them let nobody in. */
  readonly asks: readonly ('commercetools' | 'Peoplevox')[];
  /** Rejects when a system cannot be asked. */
  readonly look: (sight: Sight) => Promise<readonly Finding[]>;
}
