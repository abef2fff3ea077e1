import type { RulesDocument } from '../../shared/src/configuration';
import type { ServiceType, Site } from '../../shared/src/peoplevox';
import type { Template } from '../../shared/src/orders';
import type { Project } from '../project';

/** What both systems say of themselves. */
export interface Known {
  readonly project: Project;
  /** Undefined where the tenant does not show them; so for the next two. */
  readonly sites: readonly Site[] | undefined;
  readonly serviceTypes: readonly ServiceType[] | undefined;
  readonly carriers: readonly string[] | undefined;
  /** Columns of the integration templates as the tenant names them. */
  readonly columns: Readonly<Record<Template, readonly string[]>>;
  /** Reports that the rules name and Peoplevox does not give, → another usual name that it does give. */
  readonly returnsReport: string | undefined;
}

export interface Choice {
  readonly answer: string;
  readonly words: string;
}

/** Something that neither system knows. */
export interface Question {
  /** Its name in a file of answers. */
  readonly id: string;
  readonly words: string;
  /** Undefined: any text that `fault` does not object to. */
  readonly choices: readonly Choice[] | undefined;
  /** Taken where nothing is answered; undefined: must be answered. */
  readonly proposal: string | undefined;
  /** What is wrong with an answer in free text; undefined: nothing. */
  readonly fault?: (answer: string) => string | undefined;
  /** The document with the answer in it. Pure. */
  readonly apply: (document: RulesDocument, answer: string) => RulesDocument;
}

/** The questions of one matter that the document so far leaves open. Pure. */
export type Topic = (known: Known, document: RulesDocument) => readonly Question[];

/** Lower case, letters and digits only: how names are compared that people wrote twice. */
export function essence(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
