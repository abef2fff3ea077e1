/** A leaf of a document: path → JSON of its value. Lists of texts are leaves. */
type Leaves = ReadonlyMap<string, string>;

/** Key by key what changes from one document to another, in the order of the new one: `+` new, `~` changed, `-` gone. */
export function difference(before: unknown, after: unknown): readonly string[] {
  const [old, latest] = [leavesOf(before), leavesOf(after)];
  const changed = [...latest].flatMap(([path, value]) => {
    const was = old.get(path);
    if (was === value) return [];
    return was === undefined ? [`+ ${path}: ${value}`] : [`~ ${path}: ${was} → ${value}`];
  });
  const gone = [...old].filter(([path]) => !latest.has(path)).map(([path, value]) => `- ${path}: ${value}`);
  return [...changed, ...gone];
}

function leavesOf(document: unknown): Leaves {
  return new Map(walk(document, ''));
}

function walk(value: unknown, path: string): [string, string][] {
  if (Array.isArray(value) && value.some((entry) => typeof entry === 'object'))
    return value.flatMap((entry: unknown, index) => walk(entry, `${path}[${index}]`));
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, entry]) => walk(entry, step(path, key)));
  return [[path, JSON.stringify(value)]];
}

function step(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
