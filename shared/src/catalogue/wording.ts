import type { Finding } from '../exceptions/exception';
import type { SkuFinding } from './weigh';
import type { Severity } from './facts';
import { LONGEST_CODE, type SkuFault } from './faults';

/** What to tell people about one fault. */
interface Words {
  readonly message: string;
  readonly fix: string;
}

/** One exception a SKU: its gravest fault gives the code, the message names all. */
export function exceptionOf(finding: SkuFinding, soldWithinDays: number): Finding {
  const words = finding.faults.map((fault) => wordsOf(finding.sku, fault));
  const { code } = finding.faults[0];
  return {
    code,
    subject: { type: 'sku', key: finding.sku },
    message: [...words.map(({ message }) => message), hurt(finding.severity, soldWithinDays)].join(' '),
    fix: words.map(({ fix }) => fix).join(' '),
  };
}

function hurt(severity: Severity, soldWithinDays: number): string {
  switch (severity) {
    case 'open-orders':
      return 'It is in open orders.';
    case 'sold':
      return `It was sold in the last ${soldWithinDays} days.`;
    case 'published':
      return 'It is on sale.';
    case 'dormant':
      return 'It is neither on sale nor was it sold lately.';
  }
}

export function wordsOf(sku: string, fault: SkuFault): Words {
  switch (fault.code) {
    case 'sku-missing-in-peoplevox':
      return {
        message: `Peoplevox has no Item type with the code "${sku}". Orders for it are held, and it gets no stock.`,
        fix: 'Create the Item type in Peoplevox with exactly this ItemCode, or list the SKU under notShippedByPeoplevox where the warehouse does not hold it.',
      };
    case 'sku-missing-in-commercetools':
      return {
        message: `No product in commercetools has the SKU "${sku}", which is an Item type in Peoplevox. Its stock cannot be sold.`,
        fix: 'Add a variant with this SKU, or deactivate the Item type. Items that are not sold online can be left as they are.',
      };
    case 'item-deactivated':
      return {
        message: `The Item type "${sku}" is deactivated in Peoplevox. Orders for it cannot be allocated.`,
        fix: 'Activate the Item type, or take the variant off sale.',
      };
    case 'sku-near-miss': {
      const near = fault.near.map(({ itemCode, differences }) => `"${itemCode}" (${differences.join(', ')})`);
      return {
        message: `Peoplevox has no Item type with the code "${sku}", but one that nearly matches: ${near.join('; ')}. Each side takes the other's for unknown: orders are held and stock is not imported.`,
        fix: 'Make SKU and ItemCode the same, character for character.',
      };
    }
    case 'sku-invalid':
      return invalid(sku, fault);
    case 'barcode-mismatch':
      return barcodeMismatch(sku, fault);
    case 'barcode-duplicate':
      return barcodeDuplicate(sku, fault);
  }
}

function invalid(sku: string, fault: Extract<SkuFault, { code: 'sku-invalid' }>): Words {
  if ('length' in fault) return tooLong(sku, fault.length);
  if ('unsendable' in fault) return unsendable(sku, fault.unsendable);
  return misfit(sku, fault.unit, fault.factor);
}

const SOURCES: Readonly<Record<string, string>> = {
  ItemCode: 'SKU',
  Name: 'product name',
  Barcode: 'barcode attribute',
  ItemGroup: 'group attribute',
};

function unsendable(sku: string, columns: readonly string[]): Words {
  const sources = columns.map((column) => SOURCES[column] ?? column).join(' and ');
  return {
    message: `There is a control character in the ${sources} of the SKU "${sku}". It cannot be sent to Peoplevox, so the Item type is not written.`,
    fix: `Enter the ${sources} anew in commercetools, without it.`,
  };
}

function tooLong(sku: string, length: number): Words {
  return {
    message: `The SKU "${sku}" has ${length} characters; an ItemCode has at most ${LONGEST_CODE}. Orders for it are held, and it gets no stock.`,
    fix: `Give the variant a SKU of at most ${LONGEST_CODE} characters, and the Item type the same code.`,
  };
}

function misfit(sku: string, unit: string, factor: number | undefined): Words {
  if (factor === undefined)
    return {
      message: `The Item type "${sku}" is counted in "${unit}", but no rule says how many of them one unit of the SKU is.`,
      fix: `Add "${sku}" to unitsOfMeasure in the configuration (1 if one unit of the SKU is one ${unit}), add "${unit}" to skuAudit.singleUnits if it means one piece, or correct the UnitOfMeasure in Peoplevox.`,
    };
  const counted = unit === '' ? '' : ` (${unit})`;
  return {
    message: `By rule one unit of the SKU "${sku}" is ${factor} of its Item type${counted}, which is not a whole number. Orders that do not come out in whole units are held.`,
    fix: `Correct the entry "${sku}" of unitsOfMeasure in the configuration, or the unit in which Peoplevox counts the item.`,
  };
}

function barcodeMismatch(
  sku: string,
  { barcode, theirs, itemCodes }: Extract<SkuFault, { code: 'barcode-mismatch' }>,
): Words {
  const elsewhere = itemCodes.length === 0 ? '' : ` Peoplevox has that barcode on ${quotedList(itemCodes)}.`;
  const own = theirs === '' ? '' : ` Its Item type has ${theirs}.`;
  return {
    message: `The SKU "${sku}" has the barcode ${barcode}.${own}${elsewhere} The warehouse may scan the wrong item.`,
    fix:
      theirs === '' && itemCodes.length > 0
        ? 'Look at the goods. If they are the same, make SKU and ItemCode the same; else correct the barcode that is wrong.'
        : 'Look at the goods, and correct the side that is wrong.',
  };
}

function barcodeDuplicate(
  sku: string,
  { barcode, skus, itemCodes }: Extract<SkuFault, { code: 'barcode-duplicate' }>,
): Words {
  const places = [
    ...(skus.length === 0 ? [] : [`${quotedList(skus)} in commercetools`]),
    ...(itemCodes.length === 0 ? [] : [`${quotedList(itemCodes)} in Peoplevox`]),
  ];
  return {
    message: `"${sku}" has the barcode ${barcode}, and so have ${places.join(' and ')}. The warehouse cannot tell them apart by scanning.`,
    fix: 'Give every item its own barcode, on both sides.',
  };
}

/** As many as a person reads. */
const SHOWN = 5;

function quotedList(codes: readonly string[]): string {
  const shown = codes.slice(0, SHOWN).map((code) => `"${code}"`);
  const rest = codes.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
