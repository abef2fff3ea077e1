import type * as z from 'zod';

interface EnvironmentFault {
  readonly key: string;
  readonly problem: 'missing' | 'not usable';
  /** What would be right, in words. */
  readonly expected: string;
}

/** Names every key that is wrong, and never a value: values may be secrets. */
export class EnvironmentInvalid extends Error {
  override readonly name = 'EnvironmentInvalid';
  constructor(readonly faults: readonly EnvironmentFault[]) {
    const lines = faults.map(({ key, problem, expected }) => `- ${key} is ${problem}: ${expected}.`);
    super(['The configuration is not usable. Correct these keys and try again:', ...lines].join('\n'));
  }
}

type Present = Readonly<Record<string, string>>;

/** An empty value counts as absent: Connect's forms cannot leave a key out. */
function present(env: NodeJS.ProcessEnv): Present {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => (entry[1] ?? '').trim() !== ''),
  );
}

const isKey = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);

function faultOf(issue: z.core.$ZodIssue, values: Present): EnvironmentFault {
  const key = String(issue.path.at(-1) ?? '');
  return { key, problem: key in values ? 'not usable' : 'missing', expected: issue.message };
}

/** One fault a key: several checks of one field say the same. */
function faultsOf(error: z.core.$ZodError, values: Present): EnvironmentFault[] {
  const byKey = new Map<string, EnvironmentFault>();
  for (const issue of error.issues) {
    const fault = faultOf(issue, values);
    if (!byKey.has(fault.key)) byKey.set(fault.key, fault);
  }
  return [...byKey.values()];
}

/**
 * Reads an app's environment. A property of `schema` in capitals is the key of that name; one in lower case is a
 * section, which sees the whole environment and may combine keys: `z.object({ commercetools: commercetoolsSettings,
 * LOG_LEVEL: logLevel })`. The schemas' messages say what is expected and must not repeat the value.
 * @throws EnvironmentInvalid with all faults at once.
 */
export function readEnvironment<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const values = present(env);
  const input = Object.keys(schema.shape).map((name) => [name, isKey(name) ? values[name] : values]);
  const result = schema.safeParse(Object.fromEntries(input));
  if (!result.success) throw new EnvironmentInvalid(faultsOf(result.error, values));
  return result.data;
}
