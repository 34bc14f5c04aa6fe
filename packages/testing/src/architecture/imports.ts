import { readFileSync } from 'node:fs';
import { parseSync } from 'rolldown/utils';

/** One import or re-export of a module. */
export interface Import {
  readonly specifier: string;
  /** `type` imports are gone at run time; `lazy` ones are loaded when their code runs. */
  readonly kind: 'value' | 'type' | 'lazy';
}

/** All that a source file imports. `import { type X }` counts as `value`: the module is loaded. */
export function readImports(file: string): readonly Import[] {
  const source = readFileSync(file, 'utf8');
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new SyntaxError(`${file}: ${errors[0]?.message}`);
  const kindAt = (start: number) =>
    /^(import|export)\s+type\b/.test(source.slice(start, start + 20)) ? 'type' : 'value';
  const imports: Import[] = module.staticImports.map(({ start, moduleRequest }) => ({
    specifier: moduleRequest.value,
    kind: kindAt(start),
  }));
  for (const { start, entries } of module.staticExports) {
    for (const { moduleRequest } of entries) {
      if (moduleRequest) imports.push({ specifier: moduleRequest.value, kind: kindAt(start) });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^['"](.*)['"]$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1] !== undefined) imports.push({ specifier: literal[1], kind: 'lazy' });
  }
  return imports;
}
