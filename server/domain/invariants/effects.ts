import type { Tx } from "#server/kernel/context";
import { type Check, createCollector, type Finding, readCounts, runChecks } from "./checks";

/** 6. One notification per subject and kind, one effect per key, one waiting job per name and key. */
export async function verifyEffects(tx: Tx): Promise<Finding> {
  const found = createCollector();
  await runChecks(tx, checks, found);
  const contados = await readCounts(
    tx,
    `select (select count(*) from notification) as avisos, (select count(*) from idempotency_key) as chaves,
            (select count(*) from job) as trabalhos, (select count(*) from upload where holds_hash) as conteudos`,
  );
  const { falhas, exemplos } = found;
  return {
    numero: 6,
    nome: "Um aviso por assunto e pessoa, um efeito por chave",
    contados,
    falhas,
    exemplos,
  };
}

const checks: readonly Check[] = [
  {
    rule: "um aviso por tipo, assunto, pessoa e ocasião; só o lembrete de um arquivo parado pode se repetir",
    sql: `select kind as tipo, subject_id as assunto, user_id as pessoa, count(*) as avisos from notification
           group by kind, subject_id, user_id
          having (count(*) > 1 and kind <> 'import.expiring')
              or bool_or(split_part(dedupe_key, ':', 1) || ':' || split_part(dedupe_key, ':', 2) || ':' || split_part(dedupe_key, ':', 3)
                         <> kind || ':' || subject_id || ':' || user_id)`,
  },
  {
    rule: "uma mensagem de correio por aviso",
    sql: "select message_id as mensagem, count(*) as avisos from notification where state = 'SENT' group by message_id having count(*) > 1 or message_id is null",
  },
  {
    rule: "um efeito por chave de idempotência",
    sql: `select actor_id as quem, key as chave, count(*) as vezes from idempotency_key group by actor_id, key
          having count(*) > 1 or bool_or((status is null) <> (response is null))`,
  },
  {
    rule: "um só trabalho à espera por nome e chave",
    sql: "select name as trabalho, key as chave, count(*) as vezes from job where state = 'waiting' group by name, key having count(*) > 1",
  },
  {
    rule: "os mesmos bytes valem uma vez",
    sql: "select encode(sha256, 'hex') as sha256, count(*) as arquivos from upload where holds_hash group by kind, sha256 having count(*) > 1",
  },
];
