import type { Page } from "@playwright/test";
import { enter, expect, test, userOf } from "./fixtures";

const heading = (page: Page) => page.getByRole("article").getByRole("heading", { level: 2 }).first();
const decision = (page: Page) => page.getByRole("complementary", { name: "Decisão" });

test("forty items are decided by keyboard alone, each next one on screen within 100 ms", async ({ page }) => {
  test.setTimeout(240_000);
  await page.addInitScript(measurePaints);
  await enter(page, "auditor");
  await page.goto("/revisao");
  await expect(decision(page)).toBeVisible();
  for (let decided = 0; decided < 40; decided++) {
    const name = (await heading(page).textContent()) ?? "";
    if (decided === 3) await edit(page);
    else if (decided === 5) await reject(page);
    else await decideOne(page);
    await expect(heading(page)).not.toHaveText(name);
    if (decided === 8) {
      await page.keyboard.press("Control+z");
      await expect(heading(page)).toHaveText(name);
      await expect(decision(page).getByRole("button", { name: "Desfazer" })).toHaveCount(0);
      await decideOne(page);
      await expect(heading(page)).not.toHaveText(name);
    }
  }
  await expect(page.getByText(/40 decididos agora/)).toBeVisible();
  const measured = await page.evaluate(() => (window as unknown as { paints: number[] }).paints);
  const paints = measured.toSorted((a, b) => a - b);
  const median = paints[Math.floor(paints.length / 2)] ?? Number.NaN;
  process.stdout.write(`next item painted after ${median.toFixed(0)} ms (median of ${paints.length})\n`);
  expect(paints.length).toBeGreaterThan(30);
  expect(median).toBeLessThanOrEqual(100);
});

/** Approves what may be approved, and rejects the rest, as a person who looked at it would. */
async function decideOne(page: Page): Promise<void> {
  const approve = decision(page).getByRole("button", { name: /^(Aprovar|Aguarda)/ });
  if ((await approve.getAttribute("aria-disabled")) === "true") return reject(page);
  const name = await heading(page).textContent();
  await page.keyboard.press("a");
  await page.keyboard.press("1");
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(
    (before) =>
      document.querySelector("input[name=password]") !== null ||
      document.querySelector("#item")?.textContent !== before,
    name,
  );
  if (await page.getByRole("dialog", { name: "Confirme quem é" }).isVisible()) {
    await page.keyboard.type(userOf("auditor").password);
    await page.keyboard.press("Enter");
  }
}

async function reject(page: Page): Promise<void> {
  await page.keyboard.press("r");
  await page.keyboard.press("1");
  await page.keyboard.type("preço fora do mercado");
  await page.keyboard.press("Control+Enter");
}

async function edit(page: Page): Promise<void> {
  await page.keyboard.press("e");
  await expect(page.getByRole("textbox", { name: "Quantidade" })).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("2");
  await expect(page.getByText("depois:").first()).toBeAttached();
  for (let tabs = 0; tabs < 12; tabs++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.getAttribute("type") === "radio")) break;
  }
  await page.keyboard.press("1");
  await page.keyboard.type("quantidade digitada errada");
  await page.keyboard.press("Control+Enter");
}

/** In the page: how long after the keys the next item's name was in a frame. */
function measurePaints(): void {
  const paints: number[] = [];
  (window as unknown as { paints: number[] }).paints = paints;
  const nameNow = () => document.querySelector("#item")?.textContent;
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !event.ctrlKey) return;
      const before = nameNow();
      const look = () => {
        const now = nameNow();
        // The frame after the one that holds it: by then it is on the screen.
        if (now && now !== before)
          requestAnimationFrame(() => paints.push(performance.now() - event.timeStamp));
        else if (performance.now() - event.timeStamp < 2_000) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    { capture: true },
  );
}
