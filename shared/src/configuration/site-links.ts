import * as z from 'zod';

/** As much of the rules as the links between sites need; the other keys may still be faulty. */
const linkedParts = z.looseObject({
  sites: z.array(z.looseObject({ reference: z.string(), supplyChannel: z.string().nullish() })),
  routing: z.array(z.unknown()),
  defaultSite: z.string().nullable(),
});
const linkedRule = z.looseObject({ site: z.string() });

type Sites = z.output<typeof linkedParts>['sites'];

/** Names the faults that no key has by itself: sites that share a channel, and references to sites that are not listed. */
export function checkSiteLinks(rules: unknown, context: z.RefinementCtx): void {
  const parts = linkedParts.safeParse(rules);
  if (!parts.success) return;
  const { sites, routing, defaultSite } = parts.data;
  const report = (path: (string | number)[], message: string) => {
    context.addIssue({ code: 'custom', path, message });
  };

  for (const { index, message } of sharedChannels(sites)) report(['sites', index, 'supplyChannel'], message);

  const listed = new Set(sites.map((site) => site.reference));
  const choice = [...listed].join(', ');
  routing.forEach((rule, index) => {
    const link = linkedRule.safeParse(rule);
    if (link.success && !listed.has(link.data.site))
      report(['routing', index, 'site'], `"${link.data.site}" is not listed under sites; listed: ${choice}`);
  });
  if (defaultSite !== null && !listed.has(defaultSite))
    report(['defaultSite'], `"${defaultSite}" is not listed under sites; listed: ${choice}`);
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
