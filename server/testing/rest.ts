import { expect } from "vitest";
import { createToken } from "#server/domain/tokens/index";
import { createCtx } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import { type Capability, type Role, roleCapabilities } from "#server/kernel/capabilities";
import { createRestHandler } from "#server/rest/handler";
import { routes } from "#server/rest/routes";
import { makeFund, makeUser, operationLine, operationsHeader, serveDebenture } from "./books";
import { createFakePriceSource, type FakePriceSource } from "./fakes";
import { openTestRuntime, type TestRuntime } from "./runtime";

export let t: TestRuntime;
export let handle: (request: Request) => Promise<Response>;
let endPool: () => Promise<void>;
export let prices: FakePriceSource;
export let own: { fundId: string; code: string };
export let other: { fundId: string; code: string };
export let operator: { userId: string; token: string };
export let manager: { userId: string; token: string };
export let auditor: { userId: string; token: string };

/** Opens the REST door on a database of its own, with two funds and three people. */
export async function openRest(): Promise<void> {
  // Of this file alone: test files of one process share this module, and one may serve what misleads another.
  prices = createFakePriceSource();
  t = await openTestRuntime({ priceSource: prices });
  const pool = openPool(roleUrl(t.ownerUrl, "lastro_web"), { max: 6, applicationName: "rest-test" });
  endPool = () => pool.end();
  handle = createRestHandler({
    routes,
    ctxOf: (actor, requestId) => createCtx({ ...t.runtime, pool }, actor, requestId),
  });
  serveDebenture(prices);
  own = await makeFund(t.ctx);
  other = await makeFund(t.ctx);
  operator = await person("operacao", [own.fundId]);
  manager = await person("gestor", [own.fundId]);
  auditor = await person("auditor");
}

export async function closeRest(): Promise<void> {
  await endPool();
  await t.close();
}

export async function person(
  role: Role,
  funds?: string[],
  capabilities: Capability[] = [...roleCapabilities[role]],
) {
  const { userId } = await makeUser(t.ctx, role, funds);
  const { token } = await createToken(t.ctx, {
    name: "de teste",
    userId,
    capabilities,
    funds: "all",
    days: 30,
  });
  return { userId, token };
}

export function call(token: string | null, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set("authorization", `Bearer ${token}`);
  return handle(
    new Request(`http://localhost/api/v1${path}`, { ...init, headers, duplex: "half" } as RequestInit),
  );
}

export function fileForm(text: string, fields: Record<string, string> = {}, name = "ops.csv"): FormData {
  const form = new FormData();
  form.set("arquivo", new File([text], name, { type: "text/csv" }));
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  return form;
}

export async function send(
  token: string,
  text: string,
  fields?: Record<string, string>,
  headers?: Record<string, string>,
) {
  return call(token, "/importacoes", { method: "POST", body: fileForm(text, fields), headers });
}

export const json = async (response: Response) => (await response.json()) as Record<string, unknown>;
let serial = 0;
export const fileOf = (...lines: string[]) => `${operationsHeader}\n${lines.join("\n")}\n`;
export const newOperation = (code = own.code) => operationLine(`REST-${++serial}`, code);

/** Sends one line and runs it to the end; the id of its operation. */
export async function executed(): Promise<string> {
  const sent = await send(operator.token, fileOf(newOperation()));
  expect(sent.status).toBe(202);
  const { id } = await json(sent);
  await t.drain();
  const page = await json(await call(manager.token, `/operacoes?importacao=${id}`));
  const [operation] = page.itens as { id: string; estado: string }[];
  expect(operation?.estado).toBe("EXECUTED");
  return operation!.id;
}
