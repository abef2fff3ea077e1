/** What a log line may carry beside its message: identifiers and figures, never personal data or secrets. */
export type LogFacts = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

export interface Log {
  debug(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}
