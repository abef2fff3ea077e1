import { parseArgs } from 'node:util';
import { systemClock } from '../../shared/src/runtime/clock';
import { systemWorld } from '../../shared/src/runtime/world';
import { createPeoplevoxSimulator, type PeoplevoxSimulator } from './core';
import { callOverHttp, serve, type Shell } from './shell';

const usage = `Options:
  --port <number>        port on 127.0.0.1 (8077; 0: any)
  --client-id <text>     tenant id (sandboxQa1234)
  --username <text>      API user (sandbox)
  --password <text>      its password, in clear (sandbox)
  --password-encoding    base64 (default) or plain
  --time-zone <zone>     IANA zone of the tenant (Europe/London)
  --sites <a,b>          site references (PrimarySite,SystemSite)
  --latency <ms>         round trip of each call (0)
  --no-limit             lift the limit of 15 requests in 15 seconds
  --empty                without the sample items and stock
  --help`;

/** Runs the simulator as a program. Prints how to use it; serves until the process is stopped. */
export async function runStandAlone(
  args: readonly string[],
  print: (text: string) => void,
): Promise<Shell | undefined> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '8077' },
      'client-id': { type: 'string', default: 'sandboxQa1234' },
      username: { type: 'string', default: 'sandbox' },
      password: { type: 'string', default: 'sandbox' },
      'password-encoding': { type: 'string', default: 'base64' },
      'time-zone': { type: 'string', default: 'Europe/London' },
      sites: { type: 'string', default: 'PrimarySite,SystemSite' },
      latency: { type: 'string', default: '0' },
      'no-limit': { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(usage);
    return undefined;
  }
  const simulator = createPeoplevoxSimulator({
    clock: systemClock,
    random: systemWorld.random,
    tenant: {
      clientId: values['client-id'],
      username: values.username,
      password: values.password,
      passwordEncoding: values['password-encoding'] === 'plain' ? 'plain' : 'base64',
      timeZone: values['time-zone'],
      sites: values.sites.split(',').map((reference) => ({ reference, name: reference })),
    },
    settings: values['no-limit'] ? { limit: null } : {},
    callback: callOverHttp,
  });
  if (!values.empty) stockSamples(simulator);
  const shell = await serve(simulator, {
    clock: systemClock,
    port: Number(values.port),
    latencyMs: Number(values.latency),
  });
  print(welcome(simulator, shell));
  return shell;
}

function stockSamples({ seed, warehouse }: PeoplevoxSimulator): void {
  for (const [index, name] of ['Mug', 'Teapot', 'Tea towel'].entries()) {
    const itemCode = `SKU-${index + 1}`;
    seed('Item types', [{ ItemCode: itemCode, Name: name, Barcode: `50000000000${index + 1}` }]);
    warehouse.receiveStock({ itemCode, quantity: 100 });
  }
}

function welcome({ tenant, settings }: PeoplevoxSimulator, { url, serviceUrl }: Shell): string {
  const limit = settings.limit
    ? `${settings.limit.requests} requests in any ${settings.limit.windowMs / 1000} s`
    : 'none';
  return [
    'Peoplevox simulator',
    '',
    `  PEOPLEVOX_URL        ${url}`,
    `  PEOPLEVOX_CLIENT_ID  ${tenant.clientId}`,
    `  PEOPLEVOX_USERNAME   ${tenant.username}`,
    `  service              ${serviceUrl}`,
    `  WSDL                 ${serviceUrl}?wsdl`,
    `  sites                ${tenant.sites.map(({ reference }) => reference).join(', ')}   time zone ${tenant.timeZone}`,
    `  request limit        ${limit}`,
    '',
    `  What can be seen and done in the warehouse:  curl ${url}/_control`,
    `  Goods come in:  curl -d '{"itemCode":"SKU-1","quantity":5}' ${url}/_control/receive-stock`,
    `  Be away:        curl -d '{"away":true}' ${url}/_control/away`,
    '',
    '  Ctrl+C stops it; nothing is kept.',
  ].join('\n');
}
