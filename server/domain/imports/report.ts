import { readNewestCheckpoint } from "#server/domain/audit/queries";
import {
  deliverMail,
  type Mail,
  mailHtml,
  type PendingNotification,
} from "#server/domain/notifications/index";
import { localDay } from "#server/kernel/business-day";
import type { Ctx, Tx } from "#server/kernel/context";
import { escapeHtml } from "#server/kernel/escape-html";
import { formatCents } from "#server/kernel/money";

/** Sends a manager the result of a file: totals of their own funds and the exceptions, once. */
export async function sendReport(ctx: Ctx, { notificationId }: { notificationId: string }): Promise<void> {
  await deliverMail(ctx, { notificationId }, composeReport);
}

type FundTotals = {
  code: string;
  name: string;
  accepted: bigint;
  executed: bigint;
  boughtCents: bigint;
  soldCents: bigint;
  inReview: bigint;
  waiting: bigint;
};
type Upload = {
  fileName: string;
  rowCount: number;
  accepted: number;
  rejected: number;
  duplicate: number;
  createdAt: Date;
  isOwn: boolean;
  /** A person stopped the file before its end. */
  isStopped: boolean;
};

async function composeReport(tx: Tx, { subjectId, userId }: PendingNotification): Promise<Mail> {
  const [upload] = await tx.sql<Upload>(
    `select file_name as "fileName", row_count as "rowCount", accepted_count as accepted, rejected_count as rejected,
            duplicate_count as duplicate, created_at as "createdAt", uploaded_by = $2 as "isOwn",
            state = 'CANCELLED' as "isStopped" from upload where id = $1`,
    [subjectId, userId],
  );
  const funds = await tx.sql<FundTotals>(
    `select f.code, f.name, count(*) as accepted, count(*) filter (where o.state = 'EXECUTED') as executed,
            coalesce(sum(o.total_cents) filter (where o.state = 'EXECUTED' and o.side = 'BUY'), 0)::bigint as "boughtCents",
            coalesce(sum(o.total_cents) filter (where o.state = 'EXECUTED' and o.side = 'SELL'), 0)::bigint as "soldCents",
            count(*) filter (where o.wait_reason = 'IN_REVIEW') as "inReview",
            count(*) filter (where o.state = 'PENDING' and o.wait_reason <> 'IN_REVIEW') as waiting
       from operation o join fund f on f.id = o.fund_id
       join app_user u on u.id = $2
      where o.upload_id = $1 and (u.sees_all_funds or exists (select 1 from user_fund uf where uf.user_id = u.id and uf.fund_id = f.id))
      group by f.code, f.name order by f.code`,
    [subjectId, userId],
  );
  const newest = await readNewestCheckpoint(tx);
  const lines = upload ? reportLines(upload, funds) : [];
  if (newest) lines.push(`Trilha de auditoria: ${newest.size} eventos, raiz ${newest.root}.`);
  const name = upload?.fileName ?? "arquivo";
  return {
    subject: `Resultado do arquivo ${name}`.replace(/[\r\n]/g, " "),
    text: `${lines.join("\n")}\n`,
    html: mailHtml(lines.map((line) => `<p style="margin:0 0 8px">${escapeHtml(line)}</p>`).join("")),
  };
}

function reportLines(upload: Upload, funds: readonly FundTotals[]): string[] {
  const lines = [
    `Arquivo “${upload.fileName}”, enviado em ${localDay(upload.createdAt).split("-").reverse().join("/")}.`,
  ];
  if (upload.isOwn || funds.length === 0) {
    lines.push(
      `${upload.rowCount} linhas: ${upload.accepted} aceitas, ${upload.rejected} rejeitadas, ${upload.duplicate} repetidas.`,
    );
  }
  if (upload.isStopped) {
    lines.push("O processamento foi parado por uma pessoa: o que esperava foi cancelado, o executado ficou.");
  }
  for (const fund of funds) {
    lines.push(
      `${fund.code} · ${fund.name}: ${fund.accepted} operações, ${fund.executed} executadas ` +
        `(compras R$ ${formatCents(fund.boughtCents)}, vendas R$ ${formatCents(fund.soldCents)}), ` +
        `${fund.inReview} em revisão, ${fund.waiting} aguardando.`,
    );
  }
  lines.push("Veja o resultado linha a linha no Lastro, em Arquivos.");
  return lines;
}
