import { runStandAlone } from './stand-alone';

describe('the simulator as a program', () => {
  it('prints where it is, who may log in and how it is controlled, and serves', async () => {
    let printed = '';
    const shell = await runStandAlone(['--port', '0', '--client-id', 'shopQa1'], (text) => {
      printed += text;
    });
    const stock = await (await fetch(`${shell?.url}/_control/stock`)).text();
    await shell?.close();
    expect(printed).toContain(`PEOPLEVOX_URL        ${shell?.url}`);
    expect(printed).toContain('PEOPLEVOX_CLIENT_ID  shopQa1');
    expect(printed).toContain('/_control');
    expect(printed).toContain('15 requests in any 15 s');
    expect(stock).toContain('SKU-1');
  });

  it('explains its options', async () => {
    const printed: string[] = [];
    expect(await runStandAlone(['--help'], (text) => void printed.push(text))).toBeUndefined();
    expect(printed.join()).toContain('--no-limit');
  });
});
