import type { EmulatorRequest } from '../core/http';
import type { OpenApiDocument, OpenApiPath, Operation } from './document';

interface Route {
  readonly pattern: RegExp;
  readonly path: OpenApiPath;
}

export interface Found {
  readonly operation: Operation;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
}

const PLACEHOLDER = /\{\w+\}/g;

function patternOf(template: string): RegExp {
  const literal = template.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replace(PLACEHOLDER, '[^/]+');
  return new RegExp(`^${literal}$`);
}

function literalLength(template: string): number {
  return template.replace(PLACEHOLDER, '').length;
}

/** Finds the operation that a request is; the most literal of the paths that fit wins. */
export function operationFinder({ paths }: OpenApiDocument): (request: EmulatorRequest) => Found | undefined {
  const routes: readonly Route[] = Object.entries(paths)
    .sort(([left], [right]) => literalLength(right) - literalLength(left))
    .map(([template, path]) => ({ pattern: patternOf(template), path }));
  const methods = {
    GET: (path: OpenApiPath) => path.get,
    HEAD: (path: OpenApiPath) => path.head,
    POST: (path: OpenApiPath) => path.post,
    DELETE: (path: OpenApiPath) => path.delete,
  };
  return ({ method, path: requested }) => {
    const path = routes.find(({ pattern }) => pattern.test(requested))?.path;
    if (path === undefined || !isMethod(method)) return undefined;
    const operation = methods[method](path);
    return (
      operation && { operation, parameters: [...(path.parameters ?? []), ...(operation.parameters ?? [])] }
    );
  };
}

function isMethod(method: string): method is 'GET' | 'HEAD' | 'POST' | 'DELETE' {
  return ['GET', 'HEAD', 'POST', 'DELETE'].includes(method);
}
