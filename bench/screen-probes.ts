import type { Page } from "@playwright/test";

/** What the list showed while it was scrolled, frame by frame. */
export type Watched = {
  framesMs: number[];
  /** Frames in which a place of the list showed no row, though there were rows there. */
  blankFrames: number;
  longestBlankMs: number;
  /** Frames at the end of what is loaded, while there is more. */
  waitingFrames: number;
  mostRows: number;
  lastRow: number;
};

/** What runs in the page while it is measured: nothing here may name anything of this file. */
type Probes = {
  /** Resolves one frame after `isThere` held in a frame, with the time. */
  painted(isThere: () => boolean): Promise<number>;
  /** The last key or click, by the event's own clock. */
  actedAt: number;
  /** Looks at the list in every frame, until it is asked what it saw. `onFrame` may scroll on. */
  watch(onFrame?: (grid: HTMLElement, seen: Watched) => void): () => Watched;
  seen: (() => Watched) | null;
};
declare global {
  interface Window {
    probes: Probes;
  }
}

const longestMs = 20_000;

/** Runs before the page's own scripts. */
export function installProbes(): void {
  const probes: Probes = {
    actedAt: 0,
    seen: null,
    painted: (isThere) =>
      new Promise((resolve) => {
        const step = () => {
          if (!isThere()) return requestAnimationFrame(step);
          // The frame in which it is there is on the screen when the next one begins.
          requestAnimationFrame((at) => resolve(at));
        };
        requestAnimationFrame(step);
      }),
    watch(onFrame) {
      const grid = document.querySelector<HTMLElement>('[role="grid"]')!;
      const rowHeight = grid.querySelector<HTMLElement>("[data-index]")!.offsetHeight;
      const box = grid.getBoundingClientRect();
      const places = [0.2, 0.5, 0.8].map((share) => [box.left + 200, box.top + box.height * share] as const);
      const isRow = ([x, y]: readonly [number, number]) =>
        document.elementFromPoint(x, y)?.closest('[role="row"]') != null;
      const seen: Watched = {
        framesMs: [],
        blankFrames: 0,
        longestBlankMs: 0,
        waitingFrames: 0,
        mostRows: 0,
        lastRow: 0,
      };
      let isOn = true;
      let last = performance.now();
      let filledAt = last;
      const step = (now: number) => {
        if (!isOn) return;
        seen.framesMs.push(now - last);
        last = now;
        // What is read here is what the frame before showed.
        const isAtEnd = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
        const isBlank = !places.every(isRow);
        if (isAtEnd) seen.waitingFrames += 1;
        else if (isBlank) seen.blankFrames += 1;
        if (!isBlank) filledAt = now;
        seen.longestBlankMs = Math.max(seen.longestBlankMs, now - filledAt);
        seen.mostRows = Math.max(seen.mostRows, grid.querySelectorAll("[data-index]").length);
        seen.lastRow = Math.floor((grid.scrollTop + grid.clientHeight) / rowHeight);
        onFrame?.(grid, seen);
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
      return () => {
        isOn = false;
        return { ...seen, framesMs: seen.framesMs.slice(1) };
      };
    },
  };
  for (const type of ["keydown", "mousedown"])
    window.addEventListener(
      type,
      (event) => {
        if (type === "mousedown" || (event as KeyboardEvent).key === "Enter")
          probes.actedAt = event.timeStamp;
      },
      { capture: true },
    );
  window.probes = probes;
}

/** The largest contentful paint of a page that has come to rest. */
export async function largestPaint(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let last = 0;
        const take = (entries: PerformanceEntry[]) => {
          last = entries.at(-1)?.startTime ?? last;
        };
        const observer = new PerformanceObserver((list) => take(list.getEntries()));
        observer.observe({ type: "largest-contentful-paint", buffered: true });
        setTimeout(() => {
          take(observer.takeRecords());
          resolve(last);
        }, 500);
      }),
  );
}

/**
 * Arms the page: from the next key or click until other rows than now are painted, and until their count
 * is. An order changes no count, and nothing that is the same as before is ever seen to be painted.
 */
export async function armGrid(
  page: Page,
): Promise<{ rowsMs: () => Promise<number>; countMs: () => Promise<number> }> {
  const armed = await page.evaluateHandle(() => {
    const grid = () => document.querySelector('[role="grid"]');
    const summary = () => document.querySelector('p[role="status"][aria-busy]');
    // A row's link names the list that it is of, so that the same rows of another list are others.
    const first = () => grid()?.querySelector("[data-index] a")?.getAttribute("href") ?? null;
    const [before, said] = [first(), summary()?.textContent];
    window.probes.actedAt = 0;
    const isActed = () => window.probes.actedAt > 0;
    const isFresh = () => !grid()?.parentElement?.classList.contains("opacity-60");
    const isCounted = () =>
      summary()?.getAttribute("aria-busy") === "false" && summary()?.textContent !== said;
    const since = (at: number) => at - window.probes.actedAt;
    return {
      rows: window.probes
        .painted(() => isActed() && isFresh() && first() !== null && first() !== before)
        .then(since),
      count: window.probes.painted(() => isActed() && isCounted()).then(since),
    };
  });
  return {
    rowsMs: () => within(armed.evaluate(({ rows }) => rows)),
    countMs: () => within(armed.evaluate(({ count }) => count)),
  };
}

/** From the click on a row until its operation is painted in the panel. */
export async function timePanel(page: Page, index: number): Promise<number> {
  const row = page.locator(`[role="grid"] [data-index="${index}"]`);
  const name = (await row.getByRole("link").textContent()) ?? "";
  await row.hover();
  const shown = page.evaluateHandle((wanted) => {
    window.probes.actedAt = 0;
    const isShown = () => {
      const panel = document.querySelector("aside[aria-label] h2");
      return (
        window.probes.actedAt > 0 &&
        panel?.textContent === wanted &&
        panel.closest("aside")?.querySelector("ol li") !== null
      );
    };
    return { at: window.probes.painted(isShown).then((at) => at - window.probes.actedAt) };
  }, name);
  const handle = await shown;
  await row.getByRole("gridcell").nth(4).click();
  return await within(handle.evaluate(({ at }) => at));
}

/** Scrolls on by so many rows a frame until a row is reached, or until nothing more comes. */
export async function scroll(
  page: Page,
  wanted: { rows: number; rowsPerFrame: number },
): Promise<Watched & { pagesMs: number[] }> {
  await page.evaluate(() => {
    performance.clearResourceTimings();
    performance.setResourceTimingBufferSize(5_000);
  });
  const watched = await page.evaluate(
    ({ rows, rowsPerFrame }) =>
      new Promise<Watched>((resolve) => {
        let [furthest, movedAt] = [0, performance.now()];
        const stop = window.probes.watch((grid, { lastRow }) => {
          const now = performance.now();
          if (lastRow > furthest) [furthest, movedAt] = [lastRow, now];
          if (lastRow >= rows || now - movedAt > 10_000) return resolve(stop());
          grid.scrollTop += rowsPerFrame * grid.querySelector<HTMLElement>("[data-index]")!.offsetHeight;
        });
      }),
    wanted,
  );
  const pagesMs = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("operations.list"))
      .map(({ duration }) => duration),
  );
  return { ...watched, pagesMs };
}

/** Watches while something else scrolls. @returns what ends it and tells what was seen */
export async function watch(page: Page): Promise<() => Promise<Watched>> {
  await page.evaluate(() => {
    window.probes.seen = window.probes.watch();
  });
  return () => page.evaluate(() => window.probes.seen!());
}

/** Live objects of the page's JavaScript. */
export async function heapMiB(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.enable");
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("Performance.enable");
  const { metrics } = await devtools.send("Performance.getMetrics");
  await devtools.detach();
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN) / 2 ** 20;
}

async function within<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nada foi pintado em ${longestMs} ms`)), longestMs);
  });
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
