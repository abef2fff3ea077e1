import fc from 'fast-check';
import { deliveryKey, numberInReturnKey, parcelKey, returnItemKey } from './keys';

describe('keys', () => {
  it('are the numbers themselves where commercetools takes them', () => {
    expect(deliveryKey('DES_100-1')).toBe('DES_100-1');
    expect(parcelKey('DES1', '2')).toBe('DES1-2');
    expect(returnItemKey('RET1', 3)).toBe('RET1-3');
    expect(numberInReturnKey('RET1', 'RET1-3_2')).toBe(3);
    expect(numberInReturnKey('RET1', returnItemKey('RET1-1', 3))).toBeUndefined();
  });

  it('replace other characters and tell apart by 6 digits what then looks alike', () => {
    expect(deliveryKey('DES/1')).toMatch(/^DES-1-[0-9a-f]{6}$/);
    expect(deliveryKey('DES/1')).not.toBe(deliveryKey('DES 1'));
  });

  it('are always keys of commercetools, the same for the same text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 300 }),
        fc.string({ maxLength: 40 }),
        (number, box) => {
          const key = deliveryKey(number);
          expect(key).toMatch(/^[A-Za-z0-9_-]{2,256}$/);
          expect(parcelKey(key, box)).toMatch(/^[A-Za-z0-9_-]{2,256}$/);
          expect(deliveryKey(number)).toBe(key);
        },
      ),
    );
  });
});
