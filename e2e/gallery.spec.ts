import {
  enter,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoSidewaysScroll,
  open,
  test,
} from "./fixtures";

test("every piece in every state is accessible in both themes, on a phone too", async ({ page }) => {
  await enter(page, "operacao");
  await open(page, "/galeria");
  await expect(page.locator("canvas")).toHaveCount(2);
  await expectAccessibleInBothThemes(page, "gallery");
  for (const width of [320, 390, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNoSidewaysScroll(page, `gallery at ${width}`);
  }
});

test("dialogs, menus, choices and messages are accessible while they are open", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await enter(page, "operacao");
  await open(page, "/galeria");
  await page.getByRole("button", { name: "Abrir janela" }).click();
  await expect(page.getByRole("dialog", { name: "Uma pergunta" })).toBeVisible();
  await expectAccessible(page, "dialog");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Menu de exemplo" }).click();
  await expectAccessible(page, "menu");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Mostrar falha" }).click();
  await expectAccessible(page, "message");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Teclas desta página" })).toBeVisible();
  await expectAccessible(page, "keys");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Teclas desta página" })).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: /^Operação, fundo/ })).toBeFocused();
  await expectAccessible(page, "palette");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("combobox", { name: /^Operação, fundo/ })).toBeHidden();
  await page.getByRole("button", { name: /^Avisos/ }).click();
  await expectAccessible(page, "notices");
});
