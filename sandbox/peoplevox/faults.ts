import * as z from 'zod';

/** How a call goes wrong. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** Another HTTP status and nothing done. */
  z.strictObject({
    kind: z.literal('http'),
    status: z.int().min(400).max(599),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  /** The connection is reset before anything is done. */
  z.strictObject({ kind: z.literal('reset') }),
  /** Done, but the connection is reset instead of a reply. */
  z.strictObject({ kind: z.literal('reply-lost') }),
  /** An HTML error page, nothing done. */
  z.strictObject({ kind: z.literal('html'), status: z.int().default(200) }),
  /** Done, but only half of the reply arrives. */
  z.strictObject({ kind: z.literal('truncated') }),
  /** Done, and the reply is well-formed, but the CSV in it ends within a quoted cell. */
  z.strictObject({ kind: z.literal('garbled') }),
  /** SaveData: the last row is refused, the others are done. */
  z.strictObject({ kind: z.literal('row-refused') }),
  /** `before`: the request itself travels that long; else it is done at once and the reply is late. */
  z.strictObject({ kind: z.literal('delay'), ms: z.int().min(0), before: z.boolean().default(false) }),
  /** All sessions end just before the call. */
  z.strictObject({ kind: z.literal('session-lost') }),
  /** ResponseId -1 with these words, nothing done. */
  z.strictObject({
    kind: z.literal('refuse'),
    words: z.string().default('System : An unexpected error occurred.'),
  }),
]);

export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

/** What a fault can be chosen by. */
export interface FaultSubject {
  readonly operation: string;
  readonly template?: string;
  readonly action?: number;
  readonly searchClause?: string;
}

export type FaultHook = (subject: FaultSubject) => FaultInput | undefined;

/** The next `times` calls that match, after the first `skip` of them, get the fault. */
export const faultRuleSchema = z.strictObject({
  operation: z.string().optional(),
  template: z.string().optional(),
  action: z.int().optional(),
  /** What the search clause holds. */
  searches: z.string().optional(),
  skip: z.int().min(0).default(0),
  times: z.int().min(1).default(1),
  fault: faultSchema,
});

export type FaultRule = z.output<typeof faultRuleSchema>;

export interface FaultDial {
  set(rule: z.input<typeof faultRuleSchema>): void;
  clear(): void;
  readonly rules: () => readonly FaultRule[];
  choose(subject: FaultSubject): Fault | undefined;
}

export function createFaultDial(hook: FaultHook): FaultDial {
  let rules: FaultRule[] = [];
  return {
    set: (rule) => void rules.push(faultRuleSchema.parse(rule)),
    clear: () => {
      rules = [];
    },
    rules: () => rules,
    choose(subject) {
      const own = hook(subject);
      if (own) return faultSchema.parse(own);
      const index = rules.findIndex((rule) => matches(rule, subject));
      const rule = rules[index];
      if (!rule) return undefined;
      if (rule.skip > 0) {
        rules[index] = { ...rule, skip: rule.skip - 1 };
        return undefined;
      }
      if (rule.times > 1) rules[index] = { ...rule, times: rule.times - 1 };
      else rules.splice(index, 1);
      return rule.fault;
    },
  };
}

function matches(rule: FaultRule, subject: FaultSubject): boolean {
  return (
    (rule.operation === undefined || rule.operation === subject.operation) &&
    (rule.template === undefined || rule.template.toLowerCase() === subject.template?.toLowerCase()) &&
    (rule.action === undefined || rule.action === subject.action) &&
    (rule.searches === undefined || subject.searchClause?.includes(rule.searches) === true)
  );
}
