import { verifyLog } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { type Check, createCollector, type Finding, readCounts, runChecks } from "./checks";
import { recountEvents } from "./recount-events";

/** 5. Every change of state has its event, whose bytes say what the columns and the ledger say. */
export async function verifyAudit(tx: Tx): Promise<Finding> {
  const found = createCollector();
  await runChecks(tx, checks, found);
  const read = await recountEvents(tx, found);
  const log = await verifyLog(tx);
  found.add(
    "a trilha selada deriva dos bytes dos eventos, e cada raiz assinada também",
    log.problemCount,
    log.problems,
  );
  const contados = await readCounts(
    tx,
    `select count(*) as eventos, count(*) filter (where action = 'operation.execute') as execucoes,
            count(*) filter (where action = 'operation.reverse') as estornos,
            count(*) filter (where action like 'import.%') as de_arquivos from audit_event`,
  );
  const { falhas, exemplos } = found;
  const nome = "Cada mudança tem o seu evento de auditoria, e os eventos dizem o que o razão diz";
  return {
    numero: 5,
    nome,
    contados: { ...contados, ...read, selados: log.sealed, por_selar: log.unsealed },
    falhas,
    exemplos,
  };
}

/** Each entry of a kind has one event of an action about its cause, and the other way round. */
function eventPerEntry(kind: string, action: string, rule: string): Check {
  return {
    rule,
    sql: `select coalesce(e.cause_id, a.subject_id) as operacao, e.id as lancamento, count(a.id) as eventos
            from (select id, cause_id, fund_id from ledger_entry where kind = '${kind}') e
            full join (select id, subject_id, fund_id from audit_event where action = '${action}') a on a.subject_id = e.cause_id
           group by coalesce(e.cause_id, a.subject_id), e.id
          having count(a.id) <> 1 or e.id is null or not bool_and(coalesce(a.fund_id = e.fund_id, false))`,
  };
}

const checks: readonly Check[] = [
  eventPerEntry("operation", "operation.execute", "cada execução tem o seu evento"),
  eventPerEntry("reversal", "operation.reverse", "cada estorno tem o seu evento"),
  {
    rule: "cada lançamento de uma correção de preço tem o seu evento",
    sql: `select r.operation_id as operacao, e.id as lancamento, count(a.id) as eventos
            from ledger_entry e join repricing_operation r on r.id = e.cause_id
            left join audit_event a on a.subject_id = r.operation_id and a.action = 'operation.reprice'
                 and convert_from(a.canonical, 'UTF8')::jsonb -> 'after' ->> 'entryId' = e.id::text
           where e.kind = 'reprice' group by 1, 2 having count(a.id) <> 1`,
  },
  {
    rule: "cada arquivo recebido, confirmado, terminado ou recusado tem o seu evento",
    sql: `select u.id as importacao, u.state as estado, w.action as evento, count(a.id) as eventos
            from upload u
            cross join lateral (values
              ('import.create', true),
              ('import.confirm', u.confirmed_at is not null),
              ('import.split', u.state = 'STAGING' or u.state = 'ACCEPTING' or u.accepted_at is not null),
              ('import.accept', u.accepted_at is not null),
              ('import.stage', u.state = 'ACCEPTING' or u.accepted_at is not null),
              ('import.finish', u.state = 'DONE'),
              ('import.refuse', u.state = 'REFUSED'),
              ('import.stop', u.state = 'CANCELLED' and u.accepted_at is not null),
              ('import.cancel', u.state in ('STOPPING', 'CANCELLED'))) as w(action, is_due)
            left join audit_event a on a.subject_id = u.id and a.action = w.action
           where w.is_due group by u.id, u.state, w.action having count(a.id) <> 1`,
  },
];
