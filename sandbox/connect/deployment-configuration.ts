import type { DeclaredApplication } from './connect-file';

export type Configuration = Readonly<Record<string, string>>;

/**
 * The environment that Connect makes of a deployment's configuration: defaults first, given values over them.
 * Throws, naming every fault at once, when a required key is missing or an undeclared one is given.
 */
export function configurationOf(application: DeclaredApplication, given: Configuration): Configuration {
  const declared = new Set(application.configuration.map(({ key }) => key));
  const values = new Map(
    application.configuration.map((entry) => [entry.key, given[entry.key] ?? entry.default]),
  );
  const faults = [
    ...Object.keys(given)
      .filter((key) => !declared.has(key))
      .map((key) => `${key} is not declared`),
    ...application.configuration
      .filter((entry) => entry.required && !values.get(entry.key))
      .map(({ key }) => `${key} is required`),
  ];
  if (faults.length > 0) throw new Error(`Configuration of ${application.name}: ${faults.join('; ')}.`);
  return Object.fromEntries(
    [...values].flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
