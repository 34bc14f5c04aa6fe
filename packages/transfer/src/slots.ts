/** A bound on how much is done at once; first come, first served. */
export interface Slots {
  /** Waits for a slot. Call the result to give it back; once more does nothing. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** At most `count` at once. */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    async take(signal) {
      signal.throwIfAborted();
      if (free > 0) free -= 1;
      else
        await new Promise<void>((resolve, reject) => {
          const turn = () => {
            signal.removeEventListener('abort', leave);
            resolve();
          };
          const leave = () => {
            waiting.splice(waiting.indexOf(turn), 1);
            reject(signal.reason);
          };
          waiting.push(turn);
          signal.addEventListener('abort', leave, { once: true });
        });
      let held = true;
      return () => {
        if (held) giveBack();
        held = false;
      };
    },
  };
}
