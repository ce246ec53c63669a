import { assetClasses } from "#server/kernel/ports";
import type { JournalEntry } from "../anbima/journal";
import type { AnbimaControl } from "../anbima/service";
import { type AnbimaSwitches, transportKinds, wrongKinds } from "../anbima/switches";
import type { Exchange } from "../exchange";
import type { SmtpControl } from "../smtp/inbox";
import { transportNames, wrongNames } from "./kind-names";
import { escapeHtml, localTime, sendPage } from "./layout";

/** `GET /`: what fails and how, with switches, and what was answered last. */
export function sendHome(exchange: Exchange, anbima: AnbimaControl, smtp: SmtpControl): void {
  const body = `
<h1>Serviços simulados</h1>
<p class="soft">O mundo lá fora da Lastro: aqui se escolhe como ele falha. As mudanças valem na hora.</p>
${anbimaForm(anbima.get())}
${noticeForm()}
${smtpForm(smtp)}
${lastAnswers(anbima)}
<section class="card"><h2>Endereços</h2><ul>
<li><a href="/correio">Correio recebido</a> (${smtp.mails().length})</li>
<li><a href="/_sandbox/anbima">Chaves da ANBIMA em JSON</a>, trocadas com PUT</li>
<li><a href="/_sandbox/anbima/journal?limit=1000">Diário do que a ANBIMA respondeu</a>, com os preços servidos</li>
<li><a href="/_sandbox/smtp/mensagens">Correio em JSON</a></li></ul></section>`;
  sendPage(exchange, { title: "Falhas", body, script });
}

function anbimaForm(switches: AnbimaSwitches): string {
  return `<form class="card" data-put="/_sandbox/anbima"><h2>ANBIMA Feed</h2>
<div class="fields">
${numberField("failureRate", "Chamadas que falham (%)", Math.round(switches.failureRate * 100), 100, 0.01)}
${numberField("latencyMs", "Demora de cada resposta (ms)", switches.latencyMs, 60_000, 1)}
${numberField("publicationHour", "Hora da publicação (São Paulo)", switches.publicationHour, 24, 1)}
${numberField("wrongRate", "Ativos com preço errado (%)", Math.round(switches.wrongRate * 100), 100, 0.01)}
</div><br>
${checks("kinds", "Como falham", transportKinds, transportNames, switches.kinds)}<br>
${checks("wrong", "O que vem errado no preço", wrongKinds, wrongNames, switches.wrong)}<br>
<button>Aplicar</button> <output class="soft"></output></form>`;
}

function noticeForm(): string {
  const events = [
    ["NOVO", "Lista nova"],
    ["ATUALIZACAO", "Lista corrigida"],
    ["ATRASO", "Lista atrasada"],
  ];
  const options = (pairs: readonly (readonly string[])[]) =>
    pairs.map(([value, name]) => `<option value="${value}">${name}</option>`).join("");
  return `<form class="card" data-put="/_sandbox/anbima/avisos" data-method="POST"><h2>Avisos da ANBIMA</h2>
<p class="soft">Para uma correção, ponha antes “preço revisado” em algum ativo: a segunda leitura da lista vem com outro preço.</p>
<div class="fields">
<label>Aviso<select name="evento">${options(events)}</select></label>
<label>Lista<select name="classe">${options(assetClasses.map((one) => [one, one]))}</select></label>
<label>Dia<input type="date" name="dia" required></label></div><br>
<button>Enviar</button> <output class="soft"></output></form>`;
}

function smtpForm(smtp: SmtpControl): string {
  const { failureRate, kind } = smtp.get();
  const names = {
    refuse: "Recusa antes do conteúdo (451)",
    reject: "Recusa depois do conteúdo (550)",
    drop: "Aceita e cai sem responder",
  };
  const options = Object.entries(names).map(
    ([value, name]) => `<option value="${value}"${value === kind ? " selected" : ""}>${name}</option>`,
  );
  return `<form class="card" data-put="/_sandbox/smtp"><h2>Correio (SMTP)</h2><div class="fields">
${numberField("failureRate", "Mensagens que falham (%)", Math.round(failureRate * 100), 100, 0.01)}
<label>Como falham<select name="kind">${options.join("")}</select></label></div><br>
<button>Aplicar</button> <output class="soft"></output></form>`;
}

function lastAnswers(anbima: AnbimaControl): string {
  const { lastSeq } = anbima.journal.page(0, 0);
  const rows = [...anbima.journal.page(Math.max(0, lastSeq - 15)).entries].reverse().map(answerRow);
  const table = `<div class="wide" tabindex="0" role="region" aria-label="Últimas respostas"><table>
<thead><tr><th>Quando</th><th>Lista</th><th>Dia</th><th>Resposta</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  return `<section class="card"><h2>Últimas respostas da ANBIMA</h2>${rows.length > 0 ? table : '<p class="soft">Ninguém perguntou ainda.</p>'}</section>`;
}

function answerRow(entry: JournalEntry): string {
  const failure = entry.failure as keyof typeof transportNames | null;
  const answer = failure
    ? `<span class="bad">${escapeHtml(transportNames[failure] ?? failure)}</span>`
    : String(entry.status);
  const list = entry.path === "token" ? "token" : (entry.assetClass ?? "?");
  return `<tr><td>${localTime(entry.at)}</td><td>${list}</td><td>${escapeHtml(entry.priceOn ?? "")}</td><td>${answer}</td></tr>`;
}

function numberField(name: string, label: string, value: number, max: number, factor: number): string {
  return `<label>${label}<input type="number" name="${name}" value="${value}" min="0" max="${max}" required data-factor="${factor}"></label>`;
}

function checks<K extends string>(
  name: string,
  legend: string,
  all: readonly K[],
  names: Readonly<Record<K, string>>,
  chosen: readonly K[],
): string {
  const boxes = all.map(
    (kind) =>
      `<label class="check"><input type="checkbox" name="${name}" value="${kind}"${chosen.includes(kind) ? " checked" : ""}>${escapeHtml(names[kind])}</label>`,
  );
  return `<fieldset data-list="${name}"><legend>${legend}</legend><div class="checks">${boxes.join("")}</div></fieldset>`;
}

const script = `
for (const form of document.querySelectorAll("form[data-put]")) form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const patch = {};
  for (const field of form.querySelectorAll("input[type=number]")) patch[field.name] = Number((Number(field.value) * Number(field.dataset.factor)).toFixed(4));
  for (const field of form.querySelectorAll("select, input[type=date]")) patch[field.name] = field.value;
  for (const list of form.querySelectorAll("[data-list]")) patch[list.dataset.list] = [...list.querySelectorAll(":checked")].map((box) => box.value);
  const output = form.querySelector("output");
  try {
    const answer = await fetch(form.dataset.put, { method: form.dataset.method || "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(patch) });
    output.textContent = answer.ok ? "Aplicado às " + new Date().toLocaleTimeString("pt-BR", { timeZone: "America/Sao_Paulo" }) : "Recusado: " + (await answer.json()).error;
  } catch {
    output.textContent = "O ambiente simulado não respondeu.";
  }
});`;
