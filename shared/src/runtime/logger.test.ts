import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { withCorrelation } from './correlation';
import type { Log } from './log';
import { createLog } from './logger';
import type { LogLevel } from './settings';

function setUp(level: LogLevel = 'debug'): { log: Log; lines: () => unknown[] } {
  const written: string[] = [];
  const clock = createVirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5, 6));
  const log = createLog({ level, clock, write: (line) => void written.push(line) });
  return { log, lines: () => written.map((line): unknown => JSON.parse(line)) };
}

describe('the log', () => {
  it('writes one JSON line with severity, message, time and facts', () => {
    const { log, lines } = setUp();
    log.warn('Orders wait.', { orders: 3, skus: ['A', 'B'], isPaused: true, site: null });
    expect(lines()).toEqual([
      {
        severity: 'WARNING',
        message: 'Orders wait.',
        time: '2026-01-02T03:04:05.006Z',
        orders: 3,
        skus: ['A', 'B'],
        isPaused: true,
        site: null,
      },
    ]);
  });

  it("uses Google Cloud Logging's words", () => {
    const { log, lines } = setUp();
    log.debug('');
    log.info('');
    log.warn('');
    log.error('');
    expect(lines()).toMatchObject(['DEBUG', 'INFO', 'WARNING', 'ERROR'].map((severity) => ({ severity })));
  });

  it('leaves out what is less important than the level', () => {
    const { log, lines } = setUp('warn');
    log.info('chatter');
    log.warn('matter');
    expect(lines()).toMatchObject([{ message: 'matter' }]);
  });

  it('adds the correlation id of the current request', () => {
    const { log, lines } = setUp();
    withCorrelation('request-7', () => log.info('within'));
    log.info('outside');
    expect(lines()).toMatchObject([
      { message: 'within', correlationId: 'request-7' },
      { message: 'outside' },
    ]);
    expect(lines()[1]).not.toHaveProperty('correlationId');
  });

  it('does not let facts take the place of its own fields', () => {
    const { log, lines } = setUp();
    log.info('true', { severity: 'NONE', message: 'false', time: 'never' });
    expect(lines()).toMatchObject([{ severity: 'INFO', message: 'true', time: '2026-01-02T03:04:05.006Z' }]);
  });

  it.each(
    'password PEOPLEVOX_PASSWORD clientSecret session sessionId accessToken Authorization name firstName lastname email customerEmail phoneNumber addressLine1 city postcode'.split(
      ' ',
    ),
  )('redacts the fact %s', (key) => {
    const { log, lines } = setUp();
    log.info('', { [key]: 'Jane' });
    expect(lines()).toMatchObject([{ [key]: '[redacted]' }]);
  });

  it.each(['templateName', 'reportName', 'orderNumber', 'sku', 'site', 'capacity', 'errorName'])(
    'keeps the fact %s',
    (key) => {
      const { log, lines } = setUp();
      log.info('', { [key]: 'Sales orders' });
      expect(lines()).toMatchObject([{ [key]: 'Sales orders' }]);
    },
  );

  it('keeps whether something personal is there', () => {
    const { log, lines } = setUp();
    log.info('', { hasEmail: false });
    expect(lines()).toMatchObject([{ hasEmail: false }]);
  });

  it('masks e-mail addresses in message and facts', () => {
    const { log, lines } = setUp();
    log.error('No such user: <jane.doe+1@shop.example.com>, jo%40shop.co', {
      words: 'to ü@exämple.org!',
      all: ['a@b.uk'],
    });
    expect(lines()).toMatchObject([
      { message: 'No such user: <[e-mail]>, [e-mail]', words: 'to [e-mail]!', all: ['[e-mail]'] },
    ]);
  });

  it('stays quick with a long text', () => {
    const { log, lines } = setUp();
    const text = 'a'.repeat(200_000);
    const before = performance.now();
    log.info(text);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(lines()).toMatchObject([{ message: text }]);
  });
});
