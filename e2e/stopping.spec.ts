import { enter, expect, expectAccessible, test } from "./fixtures";
import { expectPreview, figure, joinedBy, operations, send, takeBack } from "./import-journey";

const sandbox = process.env.E2E_SANDBOX_URL;

/** Makes ANBIMA fail or answer again. */
async function letAnbima(state: "fail" | "answer"): Promise<void> {
  const answer = await fetch(`${sandbox}/_sandbox/anbima`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ failureRate: state === "fail" ? 1 : 0, kinds: ["500"] }),
  });
  expect(answer.status).toBe(200);
}

test("a file is stopped while it is processed; what was executed stays, and another person takes it back", async ({
  page,
}) => {
  test.setTimeout(150_000);
  // What turns while a file is on its way would never come to rest.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await enter(page, "operacao");
  const file = operations("parar.csv", 3, []);
  // The prices of the last line's day were never asked for, and now nobody answers.
  const lines = file.buffer.toString("latin1").split("\r\n");
  lines[3] = (lines[3] ?? "").replace("14/10/2026", "12/05/2026");
  await letAnbima("fail");
  try {
    await send(page, { ...file, buffer: Buffer.from(lines.join("\r\n"), "latin1") });
    await expectPreview(page);
    await page.getByRole("button", { name: "Confirmar e processar 3" }).click();
    await expect(page).toHaveURL(/\/processando$/);
    await expect.poll(() => figure(page, "Onde estão as linhas", "Executadas"), { timeout: 30_000 }).toBe(2);
    await page.getByRole("button", { name: "Parar" }).click();
    const dialog = page.getByRole("dialog", { name: "Parar parar.csv" });
    await expect(dialog.getByRole("definition").first()).toHaveText("2");
    await expectAccessible(page, "stopping");
    await dialog.getByRole("button", { name: "Parar agora" }).click();
    await expect(page).toHaveURL(/\/resultado$/, { timeout: 30_000 });
  } finally {
    await letAnbima("answer");
  }
  const notice = page.getByRole("note").filter({ hasText: "Processamento parado por Otávio Operação" });
  await expect(notice).toContainText("2 executadas ficam · 1 que esperava foi cancelada");
  await expectAccessible(page, "stopped");
  const other = await joinedBy("gestor", page);
  await takeBack(other);
  await other.context().close();
});
