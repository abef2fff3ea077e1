import { manualClock } from './scripted-peoplevox';
import { createTemplateCache, mapColumns } from './templates';

describe('createTemplateCache', () => {
  it('asks once for ten minutes, and once for many who ask together, template by template', async () => {
    const time = manualClock();
    const cached = createTemplateCache(time.clock);
    const asked: string[] = [];
    const ask = (name: string) => () => {
      asked.push(name);
      return Promise.resolve([name]);
    };
    await Promise.all([cached('A', ask('A')), cached('A', ask('A')), cached('B', ask('B'))]);
    time.advance(9 * 60_000);
    expect(await cached('A', ask('A'))).toEqual(['A']);
    expect(asked).toEqual(['A', 'B']);
    time.advance(60_000);
    await cached('A', ask('A'));
    expect(asked).toEqual(['A', 'B', 'A']);
  });

  it('does not remember a failure', async () => {
    const cached = createTemplateCache(manualClock().clock);
    await expect(cached('A', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await cached('A', () => Promise.resolve(['x']))).toEqual(['x']);
  });
});

describe('mapColumns', () => {
  it('finds columns whatever their case and under the names that the tenant gave them', () => {
    const { names, missing } = mapColumns(
      ['SalesOrderNumber', 'Email', 'Attribute1', 'Site'],
      ['SALESORDERNUMBER', 'E-Mail', 'Gift note', 'Attribute1'],
      { email: 'e-mail', Attribute1: 'Gift Note' },
    );
    expect([...names]).toEqual([
      ['SalesOrderNumber', 'SALESORDERNUMBER'],
      ['Email', 'E-Mail'],
      ['Attribute1', 'Gift note'],
    ]);
    expect(missing).toEqual(['Site']);
  });

  it('says that a renamed column is missing when the tenant has only the default name', () => {
    expect(mapColumns(['Email'], ['Email'], { Email: 'Mail' }).missing).toEqual(['Email']);
  });
});
