import type { Finding, Subject } from '../exceptions/exception';

/** All stock, which a full comparison reads. */
export const feedSubject: Subject = { type: 'report', key: 'stock' };
export const changesSubject: Subject = { type: 'report', key: 'stock-changes' };
export const appSubject: Subject = { type: 'app', key: 'inventory-import' };

function siteSubject(site: string): Subject {
  return { type: 'site', key: site };
}

export function reportSubject(report: string): Subject {
  return { type: 'report', key: report };
}

export function feedImplausible(subject: Subject, run: string, why: string): Finding {
  return {
    code: 'stock-feed-implausible',
    subject,
    message: `Stock run ${run} ${why}. It stopped before it wrote that; commercetools keeps the stock that it has.`,
    fix: `Check the stock report in Peoplevox. If it is right, confirm run ${run}: write the Custom Object peoplevox-connector / request-stock-confirm with the value {"run": "${run}"}. If it was wrong and is mended, nothing needs to be done: the next run finds out.`,
  };
}

export function stockDrifted(drifted: number, known: number, timeZone: string): Finding {
  return {
    code: 'stock-drift',
    subject: feedSubject,
    message: `The full comparison found ${drifted} of ${known} entries wrong though the report of changes had shown no change of them. They were corrected.`,
    fix: `Check that PEOPLEVOX_TIME_ZONE (${timeZone}) is the time zone of the dates in Peoplevox: with another one the report of changes is asked for the wrong hours. If it is, find out what else writes stock in commercetools, and stop it.`,
  };
}

export function stockStale(minutes: number): Finding {
  return {
    code: 'stock-stale',
    subject: appSubject,
    message: `No stock run has been completed for more than ${minutes} minutes; commercetools sells by old figures.`,
    fix: 'Look at the other open exceptions and at the log of inventory-import.',
  };
}

export function reportUnusable(report: string, message: string): Finding {
  return {
    code: 'report-unusable',
    subject: reportSubject(report),
    message: `${message} Stock is not imported until it can be read.`,
    fix: `Restore the report "${report}" in Peoplevox and let the API user see it, or name the tenant's own report and columns under inventory.reports in the configuration.`,
  };
}

const BLANK_SITE = '(blank)';

export function siteUnlisted(site: string): Finding {
  if (site === '')
    return {
      code: 'site-unmapped',
      subject: siteSubject(BLANK_SITE),
      message: 'A stock report of Peoplevox shows rows without a site. They are not imported.',
      fix: 'Import from a report that shows the site of each row: name it under inventory.reports in the configuration.',
    };
  return {
    code: 'site-unmapped',
    subject: siteSubject(site),
    message: `Peoplevox has stock at site ${site}, which the configuration does not list. It is not imported.`,
    fix: 'List the site under "sites" in the configuration with the supply Channel that holds its stock.',
  };
}

export function channelMissing(site: string, channelKey: string): Finding {
  return {
    code: 'site-unmapped',
    subject: siteSubject(site),
    message: `Supply Channel ${channelKey} of site ${site} does not exist, or lacks the role InventorySupply. The stock of the site is not imported.`,
    fix: 'Create the Channel with the role InventorySupply, or correct its key under "sites" in the configuration.',
  };
}
