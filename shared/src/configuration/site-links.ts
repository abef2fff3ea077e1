import * as z from 'zod';

/** As much of the rules as the links between sites need; the other keys may still be faulty. */
const linkedParts = z.looseObject({
  sites: z.array(z.looseObject({ reference: z.string(), supplyChannel: z.string().nullish() })),
  routing: z.array(z.unknown()),
  defaultSite: z.string().nullable(),
});
const linkedRule = z.looseObject({ site: z.string() });
const inventoryPart = z.looseObject({ inventory: z.looseObject({ buffers: z.array(z.unknown()) }) });
const linkedBuffer = z.looseObject({ sites: z.array(z.string()) });

type Sites = z.output<typeof linkedParts>['sites'];

/**
 * Names the faults that no key has by itself: sites that are listed twice or share a channel, and references to sites
 * that are not listed.
 */
export function checkSiteLinks(rules: unknown, context: z.RefinementCtx): void {
  const parts = linkedParts.safeParse(rules);
  if (!parts.success) return;
  const { sites, routing, defaultSite } = parts.data;
  const report = (path: (string | number)[], message: string) => {
    context.addIssue({ code: 'custom', path, message });
  };

  for (const { index, message } of sharedChannels(sites)) report(['sites', index, 'supplyChannel'], message);

  const listed = new Set<string>();
  sites.forEach(({ reference }, index) => {
    if (listed.has(reference))
      report(
        ['sites', index, 'reference'],
        `"${reference}" is listed twice; one supply channel holds the stock of a site`,
      );
    listed.add(reference);
  });

  const choice = [...listed].join(', ');
  const mustBeListed = (path: (string | number)[], site: string) => {
    if (!listed.has(site)) report(path, `"${site}" is not listed under sites; listed: ${choice}`);
  };
  routing.forEach((rule, index) => {
    const link = linkedRule.safeParse(rule);
    if (link.success) mustBeListed(['routing', index, 'site'], link.data.site);
  });
  if (defaultSite !== null) mustBeListed(['defaultSite'], defaultSite);
  const buffers = inventoryPart.safeParse(rules).data?.inventory.buffers ?? [];
  buffers.forEach((buffer, index) => {
    const link = linkedBuffer.safeParse(buffer);
    link.data?.sites.forEach((site, at) => {
      mustBeListed(['inventory', 'buffers', index, 'sites', at], site);
    });
  });
}

function sharedChannels(sites: Sites): { index: number; message: string }[] {
  const firstOf = new Map<string | null, string>();
  return sites.flatMap((site, index) => {
    const channel = site.supplyChannel ?? null;
    const other = firstOf.get(channel);
    if (other === undefined) {
      firstOf.set(channel, site.reference);
      return [];
    }
    const named = channel === null ? 'the entry without supply channel' : `supply channel "${channel}"`;
    const message = `sites ${other} and ${site.reference} share ${named}; one entry cannot hold the stock of two sites`;
    return [{ index, message }];
  });
}
