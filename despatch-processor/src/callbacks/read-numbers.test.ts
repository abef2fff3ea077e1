import fc from 'fast-check';
import { readNumbers } from './read-numbers';

describe('the sales order numbers of a callback', () => {
  it.each([
    ['one', 'salesOrderNumber=GB-1001', ['GB-1001']],
    ['several parameters', 'salesOrderNumber=GB-1&salesOrderNumber=GB-2', ['GB-1', 'GB-2']],
    ['several joined in one value', 'salesOrderNumber=GB-1,GB-2;GB-3|GB-4', ['GB-1', 'GB-2', 'GB-3', 'GB-4']],
    ['joined by line ends', 'salesOrderNumber=GB-1\r\nGB-2', ['GB-1', 'GB-2']],
    ['joined and encoded', 'salesOrderNumber=GB-1%2CGB-2', ['GB-1', 'GB-2', 'GB-1%2CGB-2']],
    ['other parameters beside it', 'status=Picked&salesOrderNumber=GB-1&site=PrimarySite', ['GB-1']],
    ['names that others choose', 'so_num=GB-1&status=Allocated', ['GB-1']],
    [
      'a placeholder that Peoplevox did not know',
      'salesOrderNumber={Despatch.SalesOrder.X}&salesOrderNumber=GB-1',
      ['GB-1'],
    ],
    ['the same number twice', 'salesOrderNumber=GB-1,GB-1', ['GB-1']],
    ['a raw ampersand', 'salesOrderNumber=M&S 7', ['M&S 7', 'M&S', '7']],
    ['a raw hash', 'salesOrderNumber=#1001', ['#1001']],
    ['a raw percent sign', 'salesOrderNumber=10%off', ['10%off']],
    ['a percent sign that may be either', 'salesOrderNumber=10%25', ['10%25', '10%']],
    ['a plus sign that may be either', 'salesOrderNumber=A+B', ['A+B', 'A B', 'A', 'B']],
    ['an equals sign', 'salesOrderNumber=A=B', ['A=B']],
    ['letters beyond ASCII', 'salesOrderNumber=%C3%9C-7', ['%C3%9C-7', 'Ü-7']],
  ])('are found: %s', (_, text, numbers) => {
    expect([...readNumbers(text)].sort()).toEqual([...numbers].sort());
  });

  it.each([
    ['nothing', ''],
    ['no value', 'salesOrderNumber='],
    ['no known parameter', 'colour=blue'],
    ['longer than any number', `salesOrderNumber=${'9'.repeat(31)}`],
    ['what cannot be searched', 'salesOrderNumber=A"B'],
    ['only a placeholder', 'salesOrderNumber={SalesOrderNumber}'],
  ])('are none: %s', (_, text) => {
    expect(readNumbers(text)).toEqual([]);
  });

  it('are found whatever they are, encoded or raw', () => {
    const number = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 #%&+/._-]{0,28}[A-Za-z0-9]$/);
    const isParameter = (text: string) => /&[A-Za-z_][\w.-]*=/.test(text);
    fc.assert(
      fc.property(number, (one) => {
        fc.pre(!isParameter(one));
        expect(readNumbers(`salesOrderNumber=${one}`)).toContain(one);
        expect(readNumbers(`a=b&salesOrderNumber=${encodeURIComponent(one)}&c=d`)).toContain(one);
      }),
    );
  });

  it('are read from anything without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readNumbers(`salesOrderNumber=${text}`)).toEqual(expect.any(Array));
      }),
    );
  });
});
