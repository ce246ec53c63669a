import {
  deliverMail,
  type Mail,
  mailHtml,
  type PendingNotification,
} from "#server/domain/notifications/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { escapeHtml } from "#server/kernel/escape-html";
import { type LinkKind, linkHours, mintLink } from "./link";

/** Mails an invitation or the way to a new password. The link's secret exists in this mail alone. */
export async function sendLink(ctx: Ctx, payload: { notificationId: string }): Promise<void> {
  await deliverMail(ctx, payload, composeLink);
}

async function composeLink(tx: Tx, { subjectId, name }: PendingNotification): Promise<Mail | null> {
  const link = await mintLink(tx, subjectId);
  if (!link) return null;
  const { subject, path, lines } = texts[link.kind];
  const address = `${tx.ports.siteUrl}${path}#${link.token}`;
  const body = [`Olá, ${name}.`, ...lines, address, "Se você não esperava este e-mail, ignore-o: nada muda."];
  return {
    subject,
    text: `${body.join("\n\n")}\n`,
    html: mailHtml(
      body
        .map(
          (line) => `<p style="margin:0 0 12px">${line === address ? anchor(address) : escapeHtml(line)}</p>`,
        )
        .join(""),
    ),
  };
}

const texts: Record<LinkKind, { subject: string; path: string; lines: string[] }> = {
  INVITATION: {
    subject: "Seu convite para o Lastro",
    path: "/convite",
    lines: [
      "Você foi convidado(a) para o Lastro. Abra o link abaixo para escolher a sua senha e entrar.",
      `O link vale por ${linkHours.INVITATION} horas e serve uma vez.`,
    ],
  },
  PASSWORD: {
    subject: "Nova senha do Lastro",
    path: "/senha",
    lines: [
      "Recebemos um pedido de nova senha para este endereço. Abra o link abaixo para escolhê-la.",
      `O link vale por ${linkHours.PASSWORD} hora e serve uma vez. A senha atual continua valendo até lá.`,
    ],
  },
};

function anchor(address: string): string {
  return `<a href="${escapeHtml(address)}">${escapeHtml(address)}</a>`;
}
