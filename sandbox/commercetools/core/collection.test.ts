import { createCollection } from './collection';
import { PlatformError } from './errors';

interface Thing {
  readonly id: string;
  readonly key?: string;
  readonly group: string;
}

const things = () =>
  createCollection<Thing>({
    unique: { key: { field: 'key', of: ({ key }) => key } },
    groupOf: ({ group }) => group,
    indexed: { key: ({ key = 'none' }) => key },
  });

describe('a collection', () => {
  it('finds by id, by unique value and by group', () => {
    const collection = things();
    collection.put({ id: '1', key: 'a', group: 'g' });
    collection.put({ id: '2', group: 'h' });
    expect(collection.get('2')?.group).toBe('h');
    expect(collection.find('key', 'a')?.id).toBe('1');
    expect([...collection.values('g')].map(({ id }) => id)).toEqual(['1']);
    expect([...collection.values('none')]).toEqual([]);
  });

  it('refuses a unique value that another has, and changes nothing', () => {
    const collection = things();
    collection.put({ id: '1', key: 'a', group: 'g' });
    expect(() => {
      collection.put({ id: '2', key: 'a', group: 'g' });
    }).toThrow(PlatformError);
    expect(collection.size).toBe(1);
  });

  it('frees the values of what was replaced or deleted', () => {
    const collection = things();
    collection.put({ id: '1', key: 'a', group: 'g' });
    collection.put({ id: '1', key: 'b', group: 'h' });
    collection.put({ id: '2', key: 'a', group: 'g' });
    collection.delete('2');
    expect(collection.find('key', 'a')).toBeUndefined();
    expect([...collection.values('g')]).toEqual([]);
    expect([...collection.values('h')]).toHaveLength(1);
  });

  it('looks up what has a value now', () => {
    const collection = things();
    const having = (value: string) => [...(collection.lookups.get('key')?.(value) ?? [])].map(({ id }) => id);
    collection.put({ id: '1', group: 'g' });
    collection.put({ id: '2', group: 'g' });
    expect(having('none')).toEqual(['1', '2']);
    collection.put({ id: '1', key: 'a', group: 'g' });
    collection.delete('2');
    expect([having('none'), having('a')]).toEqual([[], ['1']]);
  });
});
