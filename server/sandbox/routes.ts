import { z } from "zod";
import { type NoticeTarget, sendNotice } from "./anbima/notices";
import type { createAnbimaService } from "./anbima/service";
import { type Exchange, Refusal, readJson, sendJson } from "./exchange";
import { sendHome } from "./pages/home";
import { sendInbox, sendMailHtml } from "./pages/inbox-page";
import { type SmtpControl, smtpSwitches } from "./smtp/inbox";

type Answer = (exchange: Exchange) => Promise<void> | void;

/** Every address that the sandbox answers, on one page. */
export function createRoutes(
  anbima: ReturnType<typeof createAnbimaService>,
  smtp: SmtpControl,
  notices: NoticeTarget | null,
): Answer {
  const routes: Readonly<Record<string, Answer>> = {
    "POST /oauth/access-token": anbima.answerToken,
    "GET /_sandbox/anbima": anbima.answerControl,
    "PUT /_sandbox/anbima": anbima.answerControl,
    "GET /_sandbox/anbima/journal": anbima.answerJournal,
    "DELETE /_sandbox/anbima/journal": anbima.answerJournal,
    "POST /_sandbox/anbima/avisos": (exchange) => sendNotice(exchange, notices),
    "GET /_sandbox/smtp": (exchange) => sendJson(exchange, 200, smtp.get()),
    "PUT /_sandbox/smtp": (exchange) => putSmtp(exchange, smtp),
    "GET /_sandbox/smtp/mensagens": (exchange) => sendJson(exchange, 200, { mensagens: smtp.mails() }),
    "DELETE /_sandbox/smtp/mensagens": (exchange) => {
      smtp.clear();
      sendJson(exchange, 200, { cleared: true });
    },
    "GET /": (exchange) => sendHome(exchange, anbima.control, smtp),
    "GET /correio": (exchange) => sendInbox(exchange, smtp),
    "GET /correio/html": (exchange) => sendMailHtml(exchange, smtp),
    "GET /health": (exchange) => sendJson(exchange, 200, { status: "ok" }),
  };

  return (exchange) => {
    const { method } = exchange.request;
    const { pathname } = exchange.url;
    const answer = routes[`${method === "HEAD" ? "GET" : method} ${pathname}`];
    if (answer) return answer(exchange);
    if (method === "GET" && pathname.startsWith("/feed/")) return anbima.answerFeed(exchange);
    throw new Refusal(404, "Not found");
  };
}

async function putSmtp(exchange: Exchange, smtp: SmtpControl): Promise<void> {
  const patch = smtpSwitches.partial().safeParse(await readJson(exchange.request));
  if (!patch.success) return sendJson(exchange, 422, { error: z.prettifyError(patch.error) });
  sendJson(exchange, 200, smtp.set(patch.data));
}
