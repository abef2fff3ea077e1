import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { SeenPlaces } from './seen';

const places = (page: number) =>
  Array.from({ length: 50 }, (_, index) => `PrimarySite\nSKU-${page}-${index}`);

describe('places that were seen', () => {
  it('are known to a later process up to the page that was kept, and to no other run', async () => {
    const documents = createMemoryDocuments(createVirtualClock(0));
    const first = new SeenPlaces(documents, 'run-1');
    for (let page = 1; page <= 12; page += 1) {
      first.add(page, places(page));
      await first.save();
    }
    const second = new SeenPlaces(documents, 'run-1');
    await second.load(13);
    second.add(13, places(13));
    for (const page of [1, 10, 11, 12, 13])
      expect(places(page).every((place) => second.has(place))).toBe(true);
    expect(places(14).some((place) => second.has(place))).toBe(false);
    const other = new SeenPlaces(documents, 'run-2');
    await other.load(13);
    expect(other.has(places(1)[0] ?? '')).toBe(false);
  });

  it('leave nothing behind', async () => {
    const documents = createMemoryDocuments(createVirtualClock(0));
    const seen = new SeenPlaces(documents, 'run-1');
    for (const page of [1, 11]) seen.add(page, places(page));
    await seen.save();
    await seen.forget(12);
    const left: string[] = [];
    for await (const { key } of documents.list('peoplevox-connector')) left.push(key);
    expect(left).toEqual([]);
  });
});
