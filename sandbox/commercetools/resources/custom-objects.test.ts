import { query, testProject } from '../testing';

const draft = (value: unknown, version?: number, key = 'k') => ({ container: 'c', key, value, version });

describe('Custom Objects', () => {
  it('are created, replaced and counted up', () => {
    const { ask } = testProject();
    expect(ask('POST', '/custom-objects', draft({ n: 1 }))).toMatchObject({
      status: 201,
      body: { version: 1 },
    });
    expect(ask('POST', '/custom-objects', draft({ n: 2 }))).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect(ask('GET', '/custom-objects/c/k').body).toMatchObject({ version: 2, value: { n: 2 } });
  });

  it('are compare-and-set with a version, and create-only with version 0', () => {
    const { ask } = testProject();
    expect(ask('POST', '/custom-objects', draft(1, 0)).status).toBe(201);
    expect(ask('POST', '/custom-objects', draft(2, 0))).toMatchObject({
      status: 409,
      code: 'ConcurrentModification',
      body: { errors: [{ currentVersion: 1 }] },
    });
    expect(ask('POST', '/custom-objects', draft(2, 1))).toMatchObject({ status: 200, body: { version: 2 } });
    expect(ask('POST', '/custom-objects', draft(3, 1)).status).toBe(409);
    expect(ask('POST', '/custom-objects', draft(3, 5, 'absent')).status).toBe(409);
    expect(ask('GET', '/custom-objects/c/k').body['value']).toBe(2);
  });

  it('save no fields that are null', () => {
    const { create } = testProject();
    expect(create('/custom-objects', draft({ a: null, b: { c: null }, d: [null] }))['value']).toEqual({
      b: {},
      d: [null],
    });
  });

  it('are deleted only in the version that was read', () => {
    const { ask, create } = testProject();
    create('/custom-objects', draft(1));
    expect(ask('DELETE', '/custom-objects/c/k?version=7').status).toBe(409);
    expect(ask('DELETE', '/custom-objects/c/k?version=1')).toMatchObject({ status: 200, body: { value: 1 } });
    expect(ask('GET', '/custom-objects/c/k').status).toBe(404);
    expect(ask('DELETE', '/custom-objects/c/k?version=1').status).toBe(404);
    expect(create('/custom-objects', draft(1))).toMatchObject({ version: 1 });
  });

  it('are listed by container, with predicates on the value', () => {
    const { ask, create } = testProject();
    create('/custom-objects', draft({ status: 'open', n: 1 }, undefined, 'a'));
    create('/custom-objects', draft({ status: 'resolved', n: 2 }, undefined, 'b'));
    create('/custom-objects', { container: 'other', key: 'a', value: { status: 'open' } });
    expect(ask('GET', '/custom-objects/c').body['total']).toBe(2);
    expect(ask('GET', '/custom-objects').body['total']).toBe(3);
    expect(ask('GET', `/custom-objects/c${query('value(status = "open")')}`).body).toMatchObject({
      results: [{ key: 'a' }],
    });
    expect(ask('GET', `/custom-objects/c${query('key = "b" and value(n > 1)')}`).body['count']).toBe(1);
    expect(ask('GET', '/custom-objects/none').body['results']).toEqual([]);
  });

  it('have names of letters, digits and - _ ~ . only', () => {
    const { ask } = testProject();
    expect(ask('POST', '/custom-objects', draft(1, 0, 'a/b'))).toMatchObject({
      status: 400,
      code: 'InvalidField',
    });
    expect(ask('POST', '/custom-objects', draft(1, 0, 'a.~-_9')).status).toBe(201);
  });

  it('tell change subscriptions by container and key', () => {
    const { ask, create, delivered } = testProject();
    create('/subscriptions', {
      destination: { type: 'GoogleCloudPubSub', projectId: 'p', topic: 't' },
      changes: [{ resourceTypeId: 'key-value-document' }],
    });
    create('/custom-objects', draft(1));
    create('/custom-objects', draft(2));
    ask('DELETE', '/custom-objects/c/k?version=2');
    const identified = { resourceUserProvidedIdentifiers: { containerAndKey: { container: 'c', key: 'k' } } };
    expect(delivered.slice(1).map(({ payload }) => payload)).toMatchObject([
      { notificationType: 'ResourceCreated', version: 1, ...identified },
      { notificationType: 'ResourceUpdated', version: 2, oldVersion: 1, ...identified },
      { notificationType: 'ResourceDeleted', version: 2, ...identified },
    ]);
  });
});
