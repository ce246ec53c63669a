import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";

export type Role = "gestor" | "operacao" | "auditor" | "auditor_externo" | "admin";
type User = { email: string; password: string; role: Role };

/** The demonstration's person of a role, as the stack's start said. */
export function userOf(role: Role): User {
  const users = JSON.parse(process.env.E2E_USERS ?? "[]") as User[];
  const user = users.find((one) => one.role === role);
  if (!user) throw new Error(`the demonstration has no person with the role ${role}`);
  return user;
}

/** A browser test fails on a policy violation, a hydration error, a missing text or an uncaught exception, wherever it looks. */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      context.on("console", (message) => {
        const text = message.text();
        if (/content security policy|hydrat|minified react error|missing_message/i.test(text))
          complaints.push(text);
      });
      context.on("weberror", (error) => complaints.push(error.error().message));
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

export async function signIn(page: Page, role: Role, path = "/"): Promise<void> {
  const { email, password } = userOf(role);
  await page.goto(path);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page.getByRole("navigation", { name: "Navegação principal" })).toBeAttached();
}

const kept = new Map<Role, Awaited<ReturnType<BrowserContext["cookies"]>>>();

/** Signed in as before: by the form the first time, by the same session afterwards. */
export async function enter(page: Page, role: Role): Promise<void> {
  const cookies = kept.get(role);
  if (cookies) return page.context().addCookies(cookies);
  await signIn(page, role);
  kept.set(role, await page.context().cookies());
}

/** Opens a page and waits for what it says, not for silence on the network. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await expect(page.getByRole("heading", { level: 1 }).last()).toBeAttached();
  await page.waitForLoadState("load");
}

export async function signOut(page: Page): Promise<void> {
  const leave = page.getByRole("menuitem", { name: "Sair" });
  // A page that one has only just come to may close a menu once, as it takes its place.
  await expect(async () => {
    if (!(await leave.isVisible())) await page.getByRole("button", { name: /^Menu de/ }).click();
    await leave.click({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole("heading", { name: "Entrar" })).toBeVisible();
}

const everyTag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** No finding of axe on what is shown now. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await expectNoFindings(page, what, (axe) => axe.withTags(everyTag));
}

/** The same in both themes; a theme changes colours alone, so the dark one is asked for contrast only. */
export async function expectAccessibleInBothThemes(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await expectAccessible(page, `${what}, light`);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await expectNoFindings(page, `${what}, dark`, (axe) =>
    axe.withRules(["color-contrast", "link-in-text-block"]),
  );
}

async function expectNoFindings(
  page: Page,
  what: string,
  choose: (axe: AxeBuilder) => AxeBuilder,
): Promise<void> {
  // Colours half-way through a change are nobody's choice: what was asked for is painted first.
  await page.evaluate(async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await painted();
    // What turns for as long as something is on its way has no end to wait for.
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    await painted();
  });
  // Base UI's own markers that catch Tab at the edge of an open layer and pass it on at once.
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ["violations"], preload: false })
    .exclude("[data-base-ui-focus-guard]");
  const { violations } = await choose(axe).analyze();
  const findings = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, any }) => `${target.join(" ")} (${any[0]?.message ?? ""})`).join(", ")}`,
  );
  expect.soft(findings, what).toEqual([]);
}

/** The page itself never scrolls sideways; wide tables scroll in their own frame. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(excess, what).toBe(0);
}
