/** Tells those who wait when nothing is outstanding any more. */
interface Drain {
  /** To be called whenever the number of outstanding messages may have become 0. */
  check(): void;
  drained(): Promise<void>;
}

export function createDrain(outstanding: () => number): Drain {
  let waiting: (() => void)[] = [];
  function check(): void {
    if (outstanding() > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }
  return {
    check,
    drained: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        check();
      }),
  };
}
