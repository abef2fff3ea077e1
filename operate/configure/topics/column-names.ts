import { rulesSchema, type RulesDocument } from '../../../shared/src/configuration';
import { neededColumns, templates, type Template } from '../../../shared/src/orders';
import { mapColumns } from '../../../shared/src/peoplevox';
import { essence, type Known, type Topic } from '../question';

const MISSING = 'missing';

/** Which column of the tenant stands for one that is needed and is not there by its own name. */
export const columnNames: Topic = (known, document) =>
  templates.flatMap((template) =>
    openColumns(template, known, document).map((column) => {
      const free = freeColumns(template, known, document);
      return {
        id: `columnNames.${template}.${column}`,
        words: `Integration template "${template}" has no column ${column}. Does another one stand for it?`,
        choices: [
          ...free.map((label) => ({ answer: label, words: `column ${label}` })),
          { answer: MISSING, words: 'no: it is still to be added in Peoplevox' },
        ],
        proposal: free.find((label) => essence(label) === essence(column)) ?? MISSING,
        apply: (current, answer) =>
          answer === MISSING ? current : withColumn(current, template, column, answer),
      };
    }),
  );

/** While answers lack, the document may not hold together yet: then what the defaults need. */
function neededBy(document: RulesDocument, template: Template): readonly string[] {
  return neededColumns(rulesSchema.safeParse(document).data ?? rulesSchema.parse({}))[template];
}

function namesOf(template: Template, document: RulesDocument): Readonly<Record<string, string>> {
  return document.columnNames?.[template] ?? {};
}

function openColumns(template: Template, { columns }: Known, document: RulesDocument): readonly string[] {
  const needed = neededBy(document, template);
  return mapColumns(needed, columns[template], namesOf(template, document)).missing;
}

/** Columns of the tenant that none of ours is called by. */
function freeColumns(template: Template, { columns }: Known, document: RulesDocument): readonly string[] {
  const needed = neededBy(document, template);
  const { names } = mapColumns(needed, columns[template], namesOf(template, document));
  const taken = new Set(names.values());
  return columns[template].filter((label) => !taken.has(label));
}

function withColumn(
  document: RulesDocument,
  template: Template,
  column: string,
  label: string,
): RulesDocument {
  const names = { ...namesOf(template, document), [column]: label };
  return { ...document, columnNames: { ...document.columnNames, [template]: names } };
}
