import { correlationId, withCorrelation } from './correlation';

describe('the correlation id', () => {
  it('is undefined outside of any request', () => {
    expect(correlationId()).toBeUndefined();
  });

  it('follows the work across awaits and stays apart from other work at the same time', async () => {
    const after = async (): Promise<string | undefined> => {
      await new Promise((resolve) => void setImmediate(resolve));
      return correlationId();
    };
    await expect(
      Promise.all([withCorrelation('first', after), withCorrelation('second', after)]),
    ).resolves.toEqual(['first', 'second']);
  });
});
