import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../shared/src/runtime/clock';
import { callOverHttp, serve, type Shell } from './shell';
import { drive, elements, envelope, type Driver } from './testing';

describe('the HTTP server', () => {
  let driver: Driver;
  let shell: Shell;

  beforeEach(async () => {
    driver = drive();
    shell = await serve(driver.simulator, { clock: systemClock });
  });
  afterEach(() => shell.close());

  const post = (): Promise<Response> => {
    const { path, ...init } = envelope(driver, 'GetSaveTemplate', '<templateName>Sites</templateName>');
    return fetch(shell.url + path, init);
  };
  const control = (name: string, body: unknown): Promise<Response> =>
    fetch(`${shell.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(body) });

  it('serves the service and its WSDL', async () => {
    expect(await (await post()).text()).toContain('<Detail>Name,Reference</Detail>');
    const wsdl = await (await fetch(`${shell.serviceUrl}?wsdl`)).text();
    expect(wsdl).toContain(`location="${shell.serviceUrl}"`);
  });

  it('breaks connections for faults set over HTTP, and only then', async () => {
    await control('faults', { operation: 'GetSaveTemplate', fault: { kind: 'reply-lost' } });
    await control('faults', { operation: 'GetSaveTemplate', fault: { kind: 'truncated' } });
    await expect(post()).rejects.toThrow('fetch failed');
    await expect(post().then((response) => response.text())).rejects.toThrow();
    expect((await post()).status).toBe(200);
  });

  it('refuses all calls while away, and is still controlled', async () => {
    await control('away', { away: true });
    await expect(post()).rejects.toThrow('fetch failed');
    await control('away', { away: false });
    expect((await post()).status).toBe(200);
  });
});

describe('callbacks over HTTP', () => {
  it('post the form and reject when the subscriber does not accept it', async () => {
    const heard: string[] = [];
    let status = 200;
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        heard.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
        response.writeHead(status).end();
      });
    });
    const url = await new Promise<string>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`);
      });
    });
    await callOverHttp({ method: 'POST', url, body: elements({}) + 'a=1' });
    status = 500;
    await expect(callOverHttp({ method: 'GET', url: `${url}?b=x y` })).rejects.toThrow('500');
    server.close();
    expect(heard).toEqual([
      'POST /hook application/x-www-form-urlencoded a=1',
      'GET /hook?b=x%20y undefined ',
    ]);
  });
});
