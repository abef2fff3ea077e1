import { reportSetups, type ReportSetup } from './reports';
import { fileOf, templateSetups, type TemplateSetup } from './templates';

export const SETUP_FOLDER = 'peoplevox-setup';

/** Every file of peoplevox-setup/ by its path in the repository. */
export function printSetup(): ReadonlyMap<string, string> {
  const templates = templateSetups();
  return new Map([
    [`${SETUP_FOLDER}/README.md`, readme(templates)],
    ...templates.map(({ template, columns }) => [inFolder(template), `${columns.join(',')}\n`] as const),
  ]);
}

function inFolder(template: string): string {
  return `${SETUP_FOLDER}/${fileOf(template)}`;
}

const introduction = `<!-- Printed from the code by npm run docs -->

# Setting up Peoplevox

For whoever administers Peoplevox. Half an hour, nothing to install, and nothing here changes an order or stock. Where to
click is as public descriptions of Peoplevox say; your version may name a menu otherwise.

## 1. API users

Setup > Users: one user for each application of the connector (\`order-export\`, \`despatch-processor\`, \`inventory-import\`,
\`sku-audit\`, \`reconciliation\`). Applications that share one may log each other out. Each must see the reports below and
every site. Give names and passwords to whoever deploys, not by e-mail.

## 2. Integration templates

Integrations > Integration templates: choose the template, Configure, upload its file from this folder, save. Each
file is one line: the names of the columns. Do this for all of them.

A template that is configured already serves another integration: do not replace its columns, add those that are missing.`;

const renamed = `You may leave out a column that is not needed; the connector then does not send it. If a column already has another
name in your tenant, keep it, and tell the integrator: the rules translate names (\`columnNames\`). What each column
holds: [docs/mapping/order.md](../docs/mapping/order.md).`;

const reportsIntroduction = `## 3. Reports

Reports: these come with Peoplevox. See that the API users may open them and that they show these columns, in any order,
among others. If one is missing or has other names, tell the integrator: the rules name reports and columns.`;

const optionalIntroduction = `Two more make the connector better where you can save reports of your own. Any name will do; give name and columns to
the integrator.`;

const end = `## 4. See whether it is right

The integrator runs \`npm run doctor\`, which looks at all of this and says what is missing. It changes nothing. On a QA tenant
\`npm run doctor -- --qa\` also sends, changes and cancels one order marked as a test.`;

function readme(templates: readonly TemplateSetup[]): string {
  const reports = reportSetups();
  return `${[
    introduction,
    ...templates.map(templateText),
    renamed,
    reportsIntroduction,
    ...reports.filter(({ standard }) => standard).map(reportText),
    optionalIntroduction,
    ...reports.filter(({ standard }) => !standard).map(reportText),
    end,
  ].join('\n\n')}\n`;
}

function templateText({ template, columns, needed, use }: TemplateSetup): string {
  const must = needed.length === columns.length ? 'all of them' : code(needed);
  return [
    `**${template}**: upload [${fileOf(template)}](${fileOf(template)}); ${use}.`,
    ...(needed.length > 0 ? [`Needed: ${must}.`] : []),
  ].join('\n');
}

function reportText({ name, columns, use, rule }: ReportSetup): string {
  return [`**${name}** (rule \`${rule}\`): ${use}.`, `Columns: ${code(columns)}.`].join('\n');
}

function code(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
