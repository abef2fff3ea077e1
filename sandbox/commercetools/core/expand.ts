import type { Collections, TypeId } from './documents';
import { malformedParameter } from './errors';
import { isRecord } from './json';

type Step = { readonly name: string; readonly element?: number | 'every' };

function parsedPath(path: string): readonly Step[] {
  return path.split('.').map((part) => {
    const match = /^([A-Za-z_][\w-]*)(?:\[(\*|\d+)\])?$/.exec(part);
    const [, name, element] = match ?? [];
    if (name === undefined) throw malformedParameter('expand', `'${path}' is not a path.`);
    if (element === undefined) return { name };
    return { name, element: element === '*' ? 'every' : Number(element) };
  });
}

function isTypeId(collections: Collections, typeId: unknown): typeId is TypeId {
  return typeof typeId === 'string' && Object.hasOwn(collections, typeId);
}

function referenced(collections: Collections, value: unknown): unknown {
  if (!isRecord(value) || typeof value['id'] !== 'string' || !isTypeId(collections, value['typeId']))
    return undefined;
  return collections[value['typeId']].get(value['id']);
}

function expandAt(collections: Collections, value: unknown, steps: readonly Step[]): unknown {
  const obj = isRecord(value) && value['obj'] !== undefined ? value['obj'] : referenced(collections, value);
  if (isRecord(value) && obj !== undefined)
    return { ...value, obj: expandBelow(collections, obj, withoutObj(steps)) };
  return expandBelow(collections, value, steps);
}

/** `a.obj.b` and `a.b` mean the same. */
function withoutObj(steps: readonly Step[]): readonly Step[] {
  return steps[0]?.name === 'obj' ? steps.slice(1) : steps;
}

function expandBelow(collections: Collections, value: unknown, steps: readonly Step[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || !isRecord(value)) return value;
  const child = value[step.name];
  if (child === undefined) return value;
  return { ...value, [step.name]: expandChild(collections, child, step, rest) };
}

function expandChild(collections: Collections, child: unknown, step: Step, rest: readonly Step[]): unknown {
  if (!Array.isArray(child)) return step.element === undefined ? expandAt(collections, child, rest) : child;
  const chosen = step.element ?? 'every';
  return child.map((entry: unknown, index): unknown =>
    chosen === 'every' || chosen === index ? expandAt(collections, entry, rest) : entry,
  );
}

/** The resource with `obj` in the references that the paths name; paths that lead nowhere change nothing. */
export function expanded(collections: Collections, resource: unknown, paths: readonly string[]): unknown {
  return paths.reduce((value, path) => expandBelow(collections, value, parsedPath(path)), resource);
}
