import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  auditor,
  call,
  closeRest,
  fileOf,
  json,
  manager,
  newOperation,
  openRest,
  operator,
  other,
  own,
  person,
  send,
  t,
} from "#server/testing/rest";

beforeAll(openRest);
afterAll(closeRest);

const nothing = "019a0000-0000-7000-8000-000000000000";
const post = (token: string, path: string) => call(token, path, { method: "POST" });

/** A finished file with two rejected lines, and those as they are downloaded. */
async function rejected(): Promise<{ id: string; lines: string[]; top: string }> {
  const bad = () => newOperation().replace(";C;", ";compração;");
  const sent = await send(operator.token, fileOf(newOperation(), bad(), bad()));
  const { id } = (await json(sent)) as { id: string };
  await t.drain();
  const csv = await (await call(operator.token, `/importacoes/${id}/rejeitadas`)).text();
  const [top, ...lines] = csv.trimEnd().split("\r\n");
  return { id, top: top as string, lines };
}
const textOf = (top: string, lines: readonly string[]) => `${[top, ...lines].join("\r\n")}\r\n`;
const mend = (line: string) => line.replace("compração", "C");

describe("a correction", () => {
  test("is rehearsed, told line by line as on the screen, and taken only when it is confirmed", async () => {
    const { id, top, lines } = await rejected();
    const text = textOf(top, [mend(lines[0] as string), lines[1] as string]);
    const sent = await send(operator.token, text, { corrige: id, ensaio: "sim" });
    expect(sent.status).toBe(202);
    const child = ((await json(sent)) as { id: string }).id;
    await t.drain();
    const diff = await json(await call(operator.token, `/importacoes/${child}/correcao`));
    expect(diff).toMatchObject({
      estado: "PREVIEWED",
      corrige: id,
      contagem: { enviadas: 1, iguais: 1, ignoradas: 0, erradas: 0 },
      itens: [
        {
          linha: 2,
          corrige_linha: 3,
          destino: "enviada",
          mudancas: [{ coluna: "tipo", antes: "compração", depois: "C" }],
        },
        { linha: 3, corrige_linha: 4, destino: "igual", codigo: "CORRECTION_UNCHANGED", mudancas: [] },
      ],
      proximo: null,
    });
    const only = await json(
      await call(operator.token, `/importacoes/${child}/correcao?destino=igual&limite=1`),
    );
    expect(only.itens).toHaveLength(1);
    const before = await json(await call(operator.token, `/operacoes?importacao=${child}`));
    expect(before.itens).toEqual([]);
    const confirmed = await post(operator.token, `/importacoes/${child}/confirmacao`);
    expect([confirmed.status, await json(confirmed)]).toEqual([202, { id: child, estado: "ACCEPTING" }]);
    await t.drain();
    const found = await json(await call(operator.token, `/importacoes/${child}`));
    expect(found).toMatchObject({ estado: "DONE", linhas: { total: 2, aceitas: 1, rejeitadas: 1 } });
    const again = await post(operator.token, `/importacoes/${child}/confirmacao`);
    expect([again.status, (await json(again)).codigo]).toEqual([409, "upload.wrong_state"]);
  });

  test("goes at once where nobody asked for a rehearsal, and by the same rules", async () => {
    const { id, top, lines } = await rejected();
    const { id: child } = await json(
      await send(operator.token, textOf(top, lines.map(mend)), { corrige: id }),
    );
    await t.drain();
    const found = await json(await call(operator.token, `/importacoes/${child}`));
    expect(found).toMatchObject({ estado: "DONE", linhas: { total: 2, aceitas: 2, rejeitadas: 0 } });
    const text = textOf(top, [mend(lines[0] as string).replace("REST-", "OUTRA-")]);
    const second = await json(await send(operator.token, text, { corrige: id, ensaio: "sim" }));
    await t.drain();
    const diff = await json(await call(operator.token, `/importacoes/${second.id}/correcao`));
    expect(diff.itens).toMatchObject([{ destino: "ignorada", codigo: "CORRECTION_TAKEN" }]);
  });

  test("is of a file in sight, and its lines are told to who sees every fund of them", async () => {
    const { id, top, lines } = await rejected();
    const stranger = await person("operacao", [other.fundId]);
    const text = textOf(top, lines.map(mend));
    for (const corrige of [id, nothing, "nada"]) {
      const answer = await send(stranger.token, text, { corrige });
      expect([answer.status, (await json(answer)).codigo]).toEqual([404, "upload.not_found"]);
    }
    const bad = await send(operator.token, text, { corrige: id, ensaio: "talvez" });
    expect(bad.status).toBe(422);
    const { id: child } = await json(await send(operator.token, text, { corrige: id, ensaio: "sim" }));
    await t.drain();
    for (const [token, path] of [
      [stranger.token, `/importacoes/${child}/correcao`],
      [operator.token, `/importacoes/${id}/correcao`],
      [operator.token, `/importacoes/${nothing}/correcao`],
    ] as const)
      expect((await call(token, path)).status).toBe(404);
    for (const { token } of [auditor, manager])
      expect((await call(token, `/importacoes/${child}/correcao`)).status).toBe(200);
    expect((await post(manager.token, `/importacoes/${child}/confirmacao`)).status).toBe(404);
    const list = await json(
      await call(operator.token, "/importacoes?estado=RECEIVING,AWAITING_CONFIRMATION"),
    );
    expect(list.itens).toEqual([]);
  });
});

describe("stopping", () => {
  test("discards what nobody confirmed, once, and by its sender alone", async () => {
    const { id, top, lines } = await rejected();
    const { id: child } = await json(
      await send(operator.token, textOf(top, lines.map(mend)), { corrige: id, ensaio: "sim" }),
    );
    await t.drain();
    expect((await post(manager.token, `/importacoes/${child}/cancelamento`)).status).toBe(404);
    const gone = await post(operator.token, `/importacoes/${child}/cancelamento`);
    expect([gone.status, await json(gone)]).toEqual([202, { id: child, estado: "CANCELLED" }]);
    const again = await post(operator.token, `/importacoes/${child}/cancelamento`);
    expect((await json(again)).codigo).toBe("upload.wrong_state");
    await t.drain();
    expect((await json(await call(operator.token, `/importacoes/${child}`))).estado).toBe("CANCELLED");
  });

  test("stops what is being processed before anything of it is taken", async () => {
    const { id } = await json(await send(operator.token, fileOf(newOperation(own.code))));
    const stopped = await post(operator.token, `/importacoes/${id}/cancelamento`);
    expect((await json(stopped)).estado).toBe("CANCELLED");
    await t.drain();
    const page = await json(await call(operator.token, `/operacoes?importacao=${id}`));
    expect(page.itens).toEqual([]);
  });
});

describe("control totals", () => {
  const unread = { confere: null, encontrado: null };

  test("hold a file back until it is confirmed; what matches is, and the figures are told", async () => {
    const fields = { total_linhas: "2", total_quantidade: "20.0" };
    const sent = await send(operator.token, fileOf(newOperation(), newOperation()), fields);
    const { id } = (await json(sent)) as { id: string };
    const totals = async () => (await json(await call(operator.token, `/importacoes/${id}`))).totais;
    expect(await totals()).toEqual({
      linhas: { esperado: 2, ...unread },
      quantidade: { esperado: "20", ...unread },
      valor: null,
    });
    await t.drain();
    expect((await json(await call(operator.token, `/importacoes/${id}`))).estado).toBe("PREVIEWED");
    expect(await totals()).toEqual({
      linhas: { esperado: 2, encontrado: 2, confere: true },
      quantidade: { esperado: "20", encontrado: "20", confere: true },
      valor: null,
    });
    expect((await post(operator.token, `/importacoes/${id}/confirmacao`)).status).toBe(202);
    await t.drain();
    expect(await json(await call(operator.token, `/importacoes/${id}`))).toMatchObject({
      estado: "DONE",
      linhas: { aceitas: 2 },
    });
  });

  test("that differ stop the confirmation until a reason is given, which stays in the trail", async () => {
    const sent = await send(operator.token, fileOf(newOperation()), {
      total_linhas: "3",
      total_valor: "100",
    });
    const { id } = (await json(sent)) as { id: string };
    await t.drain();
    const path = `/importacoes/${id}/confirmacao`;
    const refused = await post(operator.token, path);
    expect([refused.status, (await json(refused)).codigo]).toEqual([409, "upload.totals_differ"]);
    const confirm = (motivo: string) =>
      call(operator.token, path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ motivo }),
      });
    expect((await confirm("curto")).status).toBe(422);
    expect((await confirm("as outras vêm amanhã")).status).toBe(202);
    await t.drain();
    expect((await json(await call(operator.token, `/importacoes/${id}`))).estado).toBe("DONE");
    const told = await t.ctx.transaction((tx) =>
      tx.sql(
        "select 1 from audit_event where subject_id = $1 and action = 'import.confirm' and convert_from(canonical, 'UTF8') like '%as outras vêm amanhã%'",
        [id],
      ),
    );
    expect(told).toHaveLength(1);
  });

  test.each([
    ["total_linhas", "2,5"],
    ["total_quantidade", "1.234,5"],
    ["total_valor", "12.34"],
    ["total_outro", "1"],
  ])(
    "a total that cannot be read (%s) refuses the file by its field, and leaves nothing",
    async (field, value) => {
      const text = fileOf(newOperation());
      const refused = await send(operator.token, text, { [field]: value });
      expect([refused.status, (await json(refused)).campos]).toMatchObject([422, [{ campo: field }]]);
      expect((await send(operator.token, text)).status).toBe(202);
    },
  );
});
