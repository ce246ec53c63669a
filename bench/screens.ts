import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import pg from "pg";
import { createUser } from "#server/domain/users/index";
import { provideChromium } from "../scripts/system-programs.mjs";
import type { DatabaseServer } from "./database-server";
import { generateList } from "./generate-list";
import type { Options } from "./options";
import { atMost, fact, type Line, median, number } from "./report";
import {
  armGrid,
  heapMiB,
  installProbes,
  largestPaint,
  scroll,
  timePanel,
  type Watched,
} from "./screen-probes";
import { isWebBuilt, openWeb } from "./stack";

const person = { email: "telas@lastro.localhost", password: "trovoada quieta azulejo" };
const viewport = { width: 1366, height: 768 };

/**
 * The list of operations as a person has it: the built pages in a browser, over as many operations as the
 * lists are measured on, row-level security on. Times run in the page, from the key or the click to the
 * frame that shows the answer; everything shares this machine's cores, the database and the web included.
 */
export async function measureScreens(server: DatabaseServer, options: Options): Promise<Line[]> {
  if (!isWebBuilt()) return [fact({ work: "telas", measured: "não compiladas (npm run build)" })];
  const found = await provideChromium();
  if (!found.path) return [fact({ work: "telas", measured: `sem navegador: ${found.reason}` })];
  const count = options.isQuick ? 20_000 : 1_000_000;
  const ownerUrl = await server.createDatabase();
  const admin = new pg.Client({ connectionString: ownerUrl });
  await admin.connect();
  await generateList(admin, count);
  await admin.end();
  const web = await openWeb(ownerUrl);
  const browser = await chromium.launch({
    executablePath: found.path,
    // Chromium's own sandbox does not run as root.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    await web.ctx.transaction((tx) =>
      createUser(tx, { ...person, name: "Telas", role: "auditor", seesAllFunds: true, fundIds: [] }),
    );
    const context = await signIn(browser, web.url);
    const repeats = options.isQuick ? 2 : 9;
    const paints = await measurePaints(context, repeats);
    const page = await context.newPage();
    const answers = await measureAnswers(page, options.isQuick ? 1 : 3);
    const far = await measureScroll(page, Math.min(count * 0.8, 100_000));
    const title = `${number(count)} operações`;
    return [...paints, ...answers.map((line) => ({ ...line, work: `${line.work}, ${title}` })), ...far];
  } finally {
    await browser.close();
    await web.close();
    await server.dropDatabase(ownerUrl);
  }
}

async function signIn(browser: Browser, baseURL: string): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL, viewport, locale: "pt-BR" });
  await context.addInitScript(installProbes);
  const page = await context.newPage();
  await page.goto("/operacoes");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Senha", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Entrar" }).click();
  await page.getByRole("grid").waitFor();
  await page.close();
  return context;
}

/** Each page opened anew in a tab of its own; the first time warms the server and is not counted. */
async function measurePaints(context: BrowserContext, repeats: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (const path of ["/operacoes", "/"]) {
    const times: number[] = [];
    for (let round = 0; round <= repeats; round++) {
      const page = await context.newPage();
      await page.goto(path, { waitUntil: "load" });
      if (path === "/operacoes") await page.getByRole("grid").waitFor();
      const ms = await largestPaint(page);
      if (round > 0) times.push(ms);
      await page.close();
    }
    lines.push(timed(`maior pintura (LCP) de ${path}`, times, 1_200, "mediana", median(times)));
  }
  return lines;
}

/**
 * Typed as a person types them; each is asked once, as a filter that was seen before comes from memory.
 * What waits has no total: by that its order stays as it is.
 */
const filters = [
  ["status:executada", "Total"],
  ["tipo:venda", "Total"],
  ["fundo:FUNDO03", "Data"],
  ["status:em_revisao", "Data"],
  ["valor:>100000", "Data"],
  ["classe:debentures", "Total"],
  ["status:pendente tipo:compra", "Data"],
  ["fundo:FUNDO05 status:executada", "Total"],
  ["ativo:DEB007", "Total"],
  ["valor:10000..20000", "Total"],
] as const;

async function measureAnswers(page: Page, rounds: number): Promise<Line[]> {
  const times = { rows: [] as number[], count: [] as number[], sort: [] as number[], panel: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    // A page opened anew remembers no answer.
    await page.goto("/operacoes");
    await page.getByRole("grid").waitFor();
    for (const [filter, column] of filters) {
      const search = page.getByRole("searchbox");
      await search.fill(filter);
      const answered = await armGrid(page);
      await search.press("Enter");
      times.rows.push(await answered.rowsMs());
      times.count.push(await answered.countMs());
      const sorted = await armGrid(page);
      await page.getByRole("columnheader").getByRole("button", { name: column }).click();
      times.sort.push(await sorted.rowsMs());
      await page.goto("/operacoes");
      await page.getByRole("grid").waitFor();
    }
    for (let row = 1; row <= 8; row++) times.panel.push(await timePanel(page, row));
  }
  return [
    timed("filtro, da tecla às linhas pintadas", times.rows, 150),
    timed("filtro, da tecla à contagem e soma pintadas", times.count, 1_000),
    timed("ordem, do clique às linhas pintadas", times.sort, 150),
    timed("painel, do clique à operação pintada", times.panel, 150),
  ];
}

async function measureScroll(page: Page, rows: number): Promise<Line[]> {
  await page.goto("/operacoes");
  await page.getByRole("grid").waitFor();
  const before = await heapMiB(page);
  const slow = await scroll(page, { rows: rows / 5, rowsPerFrame: 10 });
  const fast = await scroll(page, { rows, rowsPerFrame: 40 });
  const after = await heapMiB(page);
  return [
    ...scrollLines(`rolar ${number(rows / 5)} linhas, 10 por quadro`, slow, true),
    ...scrollLines(`rolar até ${number(rows)} linhas, 40 por quadro`, fast, false),
    timed("página seguinte ao rolar, do pedido à resposta", [...slow.pagesMs, ...fast.pagesMs], 150),
    atMost({
      work: `memória da página depois de ${number(fast.lastRow)} linhas`,
      value: after,
      limit: 150,
      unit: " MB",
      note: `Heap do JavaScript depois de recolhido o lixo; ${number(before)} MB antes de rolar.`,
    }),
  ];
}

function scrollLines(work: string, run: Watched, isGoal: boolean): Line[] {
  const frames = run.framesMs;
  const share = (ms: number) => (100 * frames.filter((gap) => gap > ms).length) / frames.length;
  const mean = frames.reduce((sum, gap) => sum + gap, 0) / frames.length;
  const note =
    `${frames.length} quadros, média ${number(mean)} ms, ${number(share(20))} % acima de 20 ms, ` +
    `${number(share(50))} % acima de 50 ms, o mais longo ${number(Math.max(...frames))} ms; ` +
    `${run.blankFrames} quadros com linha em branco, ${run.waitingFrames} à espera da página seguinte; ` +
    `no máximo ${run.mostRows} linhas na página.`;
  const values = {
    share20: share(20),
    share50: share(50),
    blank: run.blankFrames,
    waiting: run.waitingFrames,
  };
  if (!isGoal)
    return [fact({ work, measured: `${number(quantile(frames, 0.95))} ms por quadro, p95`, note, values })];
  return [
    atMost({
      work: `${work}: quadro, p95`,
      value: quantile(frames, 0.95),
      limit: 25,
      unit: " ms",
      note,
      values,
    }),
    atMost({ work: `${work}: quadros acima de 50 ms`, value: share(50), limit: 2, unit: " %" }),
    atMost({
      work: `${work}: quadros com linha em branco`,
      value: (100 * run.blankFrames) / frames.length,
      limit: 0.5,
      unit: " %",
    }),
  ];
}

function timed(
  work: string,
  times: readonly number[],
  limit: number,
  of = "p95",
  value = quantile(times, 0.95),
) {
  const note = `${times.length} vezes, mediana ${number(median(times))} ms, p95 ${number(quantile(times, 0.95))} ms.`;
  return atMost({ work: `${work}, ${of}`, value, limit, unit: " ms", note });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
