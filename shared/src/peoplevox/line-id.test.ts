import { lineIdOf } from './line-id';

it('is the first 16 hexadecimal digits of the line item id', () => {
  expect(lineIdOf('01234567-89ab-cdef-0123-456789abcdef')).toBe('0123456789abcdef');
});
