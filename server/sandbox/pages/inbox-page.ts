import PostalMime from "postal-mime";
import { type Exchange, Refusal, sendText } from "../exchange";
import type { SmtpControl } from "../smtp/inbox";
import type { InboxMail } from "../smtp/mail-shelf";
import { escapeHtml, localTime, sendPage } from "./layout";

const listedMax = 200;

/** `GET /correio?mensagem=N`: the mails, newest first, and one of them open. */
export async function sendInbox(exchange: Exchange, smtp: SmtpControl): Promise<void> {
  const mails = [...smtp.mails()].reverse();
  const asked = Number(exchange.url.searchParams.get("mensagem") ?? mails[0]?.seq ?? 0);
  const open = mails.find((mail) => mail.seq === asked);
  const items = mails.slice(0, listedMax).map((mail) => listItem(mail, mail === open));
  const list = `<nav class="card flush" aria-label="Mensagens"><ul class="mails">${items.join("")}</ul></nav>`;
  const empty =
    '<section class="card"><p>Nenhuma mensagem ainda.</p><p class="soft">O que a Lastro enviar por e-mail aparece aqui.</p></section>';
  const body = `<h1>Correio</h1><p class="soft">${mails.length} ${mails.length === 1 ? "mensagem" : "mensagens"}. Nada sai desta máquina.</p>
${mails.length === 0 ? empty : `<div class="two">${list}${open ? await shown(open, smtp) : '<section class="card">Mensagem não encontrada.</section>'}</div>`}`;
  sendPage(exchange, { title: "Correio", body, script: watch(mails[0]?.seq ?? 0) });
}

/** `GET /correio/html?mensagem=N`: the HTML of a mail, from which nothing runs and nothing is fetched. */
export async function sendMailHtml(exchange: Exchange, smtp: SmtpControl): Promise<void> {
  const source = smtp.source(Number(exchange.url.searchParams.get("mensagem")));
  if (!source) throw new Refusal(404, "Not found");
  const { html } = await PostalMime.parse(source);
  exchange.response.setHeader(
    "content-security-policy",
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'",
  );
  exchange.response.setHeader("x-content-type-options", "nosniff");
  exchange.response.setHeader("referrer-policy", "no-referrer");
  sendText(exchange, 200, "text/html; charset=utf-8", `<base target="_blank">${html ?? ""}`);
}

function listItem(mail: InboxMail, isOpen: boolean): string {
  return `<li><a href="/correio?mensagem=${mail.seq}"${isOpen ? ' aria-current="true"' : ""}>
<strong>${escapeHtml(mail.subject || "(sem assunto)")}</strong>
<span class="soft">${escapeHtml(mail.to.join(", "))}</span><span class="soft">${localTime(mail.at)}</span></a></li>`;
}

async function shown(mail: InboxMail, smtp: SmtpControl): Promise<string> {
  const parsed = await PostalMime.parse(smtp.source(mail.seq) ?? "");
  const html = parsed.html
    ? `<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="Conteúdo da mensagem" src="/correio/html?mensagem=${mail.seq}"></iframe>`
    : "";
  const plain = `<details${parsed.html ? "" : " open"}><summary>Texto simples</summary><pre>${escapeHtml(parsed.text ?? "")}</pre></details>`;
  return `<article class="card"><h2>${escapeHtml(mail.subject || "(sem assunto)")}</h2><dl>
<dt>De</dt><dd>${escapeHtml(mail.from)}</dd><dt>Para</dt><dd>${escapeHtml(mail.to.join(", "))}</dd>
<dt>Recebida</dt><dd>${localTime(mail.at)}</dd><dt>Identificador</dt><dd>${escapeHtml(mail.messageId ?? "")}</dd></dl>
${mail.isReplied ? "" : '<p class="bad">A conexão caiu antes da resposta: quem enviou não sabe que chegou.</p>'}${html}${plain}</article>`;
}

/** Shows a new mail without being asked, as long as nothing else than the newest is open. */
function watch(newestSeq: number): string {
  return `
setInterval(async () => {
  if (document.hidden || location.search) return;
  const { mensagens } = await (await fetch("/_sandbox/smtp/mensagens")).json().catch(() => ({ mensagens: [] }));
  if ((mensagens.at(-1)?.seq ?? 0) > ${newestSeq}) location.reload();
}, 3000);`;
}
