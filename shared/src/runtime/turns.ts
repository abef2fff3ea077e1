interface Turn<T> {
  readonly running: Promise<T>;
  next?: Promise<T>;
}

/**
 * Does `work` for a key one run at a time. Whoever asks while a run is under way shares the run after it, which begins
 * later than all of them asked and so sees what they saw.
 */
export function createTurns<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const turns = new Map<string, Turn<T>>();

  function begin(key: string): Promise<T> {
    const turn: Turn<T> = { running: work(key) };
    turns.set(key, turn);
    const leave = () => {
      if (turn.next === undefined) turns.delete(key);
    };
    turn.running.then(leave, leave);
    return turn.running;
  }

  return (key) => {
    const turn = turns.get(key);
    if (turn === undefined) return begin(key);
    const again = () => begin(key);
    turn.next ??= turn.running.then(again, again);
    return turn.next;
  };
}
