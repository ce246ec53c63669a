/**
 * Runs a step again and again, each time after the pause it asks for. Stopping waits for the one under
 * way and for no pause. A step catches what it can live with.
 */
export function startLoop(step: () => Promise<{ pauseMs: number }>): { stop(): Promise<void> } {
  let stopped = false;
  let signal: () => void = () => undefined;
  const loop = (async () => {
    while (!stopped) {
      const { pauseMs } = await step();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, stopped ? 0 : pauseMs);
        signal = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    async stop() {
      stopped = true;
      signal();
      await loop;
    },
  };
}
