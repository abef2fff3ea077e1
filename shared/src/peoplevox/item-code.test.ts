import { codeBeforeDeactivation, isDeactivated } from './item-code';

describe('ItemCodes', () => {
  it('of deactivated items carry a mark', () => {
    expect(['MUG', 'MUG~D~12', '~D~MUG', 'MUG~D'].map(isDeactivated)).toEqual([false, true, true, false]);
  });

  it('tell what they were before', () => {
    expect(['MUG', 'MUG~D~12', '~D~MUG'].map(codeBeforeDeactivation)).toEqual(['MUG', 'MUG', 'MUG']);
  });
});
