import { PeoplevoxError } from './errors';
import { manualClock } from './scripted-peoplevox';
import { createSession } from './session';

const MINUTE = 60_000;

function opened() {
  const time = manualClock();
  const session = createSession(time.clock);
  let logIns = 0;
  const logIn = () => {
    logIns += 1;
    return Promise.resolve(`s${logIns}`);
  };
  return { time, session, open: () => session.open(logIn), logIns: () => logIns };
}

describe('a session', () => {
  it('is opened once for many who ask at the same time', async () => {
    const { open, logIns } = opened();
    expect(await Promise.all([open(), open(), open()])).toEqual(['s1', 's1', 's1']);
    expect(logIns()).toBe(1);
  });

  it('is used again for 25 minutes after its last use and not longer', async () => {
    const { open, session, time } = opened();
    session.alive(await open());
    time.advance(24 * MINUTE);
    session.alive(await open());
    time.advance(24 * MINUTE);
    expect(await open()).toBe('s1');
    time.advance(MINUTE);
    expect(await open()).toBe('s2');
  });

  it('is replaced once when many calls lost it', async () => {
    const { open, session, logIns } = opened();
    const id = await open();
    session.lost(id);
    const next = await open();
    session.lost(id);
    expect(await open()).toBe(next);
    expect(logIns()).toBe(2);
  });

  it('stops for five minutes when it was lost three times within a minute of logging in', async () => {
    const { open, session, time, logIns } = opened();
    for (let loss = 0; loss < 2; loss += 1) {
      session.lost(await open());
      time.advance(59_000);
    }
    const third = await open();
    expect(() => session.lost(third)).toThrow(PeoplevoxError);
    time.advance(59_000);
    await expect(open()).rejects.toMatchObject({ kind: 'credentials' });
    await expect(open()).rejects.toThrow('each app needs its own API user');
    expect(logIns()).toBe(3);
    time.advance(4 * MINUTE + 1000);
    expect(await open()).toBe('s4');
    session.lost('s4');
    expect(await open()).toBe('s5');
  });

  it('does not stop for losses that come later than a minute after logging in', async () => {
    const { open, session, time } = opened();
    for (let loss = 0; loss < 5; loss += 1) {
      const id = await open();
      time.advance(61_000);
      session.lost(id);
    }
    expect(await open()).toBe('s6');
  });

  it('forgets early losses once a session has lasted', async () => {
    const { open, session, time } = opened();
    session.lost(await open());
    session.lost(await open());
    const id = await open();
    time.advance(61_000);
    session.alive(id);
    session.lost(id);
    session.lost(await open());
    session.lost(await open());
    expect(await open()).toBe('s6');
  });

  it('repeats a refused log-in only after a minute', async () => {
    const { session, time } = opened();
    let tries = 0;
    const logIn = () => {
      tries += 1;
      return Promise.reject(new PeoplevoxError('credentials', 'Authenticate', 'wrong'));
    };
    await expect(session.open(logIn)).rejects.toThrow('wrong');
    await expect(session.open(logIn)).rejects.toThrow('wrong');
    expect(tries).toBe(1);
    time.advance(MINUTE);
    await expect(session.open(logIn)).rejects.toThrow('wrong');
    expect(tries).toBe(2);
  });

  it('tries again at once after a log-in that failed for another reason', async () => {
    const { session, open } = opened();
    await expect(session.open(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await open()).toBe('s1');
  });
});
