import { readEnvironment } from 'peoplevox-connector-shared/runtime';
import { environmentSchema } from './environment';

const complete = {
  CTP_PROJECT_KEY: 'shop',
  CTP_CLIENT_ID: 'id',
  CTP_CLIENT_SECRET: 'secret',
  CTP_REGION: 'europe-west1.gcp',
  PEOPLEVOX_CLIENT_ID: 'tenant',
  PEOPLEVOX_USERNAME: 'audit',
  PEOPLEVOX_PASSWORD: 'password',
};

describe('the environment', () => {
  it('needs no more than the two systems, and takes the share of the jobs', () => {
    expect(readEnvironment(environmentSchema, complete)).toMatchObject({
      peoplevox: { requestsPer15Seconds: 4, timeZone: 'Europe/London' },
      LOG_LEVEL: 'info',
    });
  });

  it('names everything that is missing at once', () => {
    const { PEOPLEVOX_USERNAME: _user, CTP_CLIENT_SECRET: _secret, ...rest } = complete;
    expect(() => readEnvironment(environmentSchema, rest)).toThrow(
      /CTP_CLIENT_SECRET is missing[^]*PEOPLEVOX_USERNAME is missing/,
    );
  });
});
