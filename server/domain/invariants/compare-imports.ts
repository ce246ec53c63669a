import type { Tx } from "#server/kernel/context";
import { type Collector, runChecks } from "./checks";

/** An event about a whole file or a page of its rows, as its bytes say. */
export type ImportEvent = {
  readonly action: "import.accept" | "import.decide";
  readonly uploadId: string;
  readonly after: Readonly<Record<string, unknown>>;
};

/** Events of whole sets carry counts and hashes: both are counted again from the rows. */
export async function compareImports(tx: Tx, events: readonly ImportEvent[], into: Collector): Promise<void> {
  const accepted = events.filter(({ action }) => action === "import.accept");
  const decided = events.filter(({ action }) => action === "import.decide");
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  await runChecks(
    tx,
    [
      {
        rule: "o evento de aceitação tem os números do arquivo",
        sql: `select u.id as importacao, a.accepted as aceitas_no_evento, u.accepted_count as aceitas
                from upload u
                left join unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) as a(id, accepted, rejected, duplicate) on a.id = u.id
               where u.accepted_at is not null
                 and (a.accepted, a.rejected, a.duplicate) is distinct from (u.accepted_count, u.rejected_count, u.duplicate_count)`,
        params: [
          accepted.map((event) => event.uploadId),
          ...["accepted", "rejected", "duplicate"].map((name) =>
            accepted.map((event) => number(event.after[name])),
          ),
        ],
      },
      {
        rule: "os eventos do destino das linhas cobrem o arquivo e batem com elas",
        sql: `with event as (
                select e.id, e.rows, e.hash,
                       (select encode(sha256(convert_to(string_agg(
                                 r.row_no || ':' || r.state || ':' || coalesce(r.operation_id::text, ''), E'\\n' order by r.row_no), 'UTF8')), 'hex')
                          from upload_row r where r.upload_id = e.id and r.row_no between e.first and e.last) as recounted
                  from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::text[]) as e(id, first, last, rows, hash)
              )
              select u.id as importacao, u.row_count as linhas, coalesce(sum(e.rows), 0) as linhas_nos_eventos,
                     count(e.id) filter (where e.hash is distinct from e.recounted) as paginas_divergentes
                from upload u left join event e on e.id = u.id
               where u.accepted_at is not null group by u.id, u.row_count
              having coalesce(sum(e.rows), 0) <> u.row_count or count(e.id) filter (where e.hash is distinct from e.recounted) > 0`,
        params: [
          decided.map((event) => event.uploadId),
          ...["fromRow", "toRow", "count"].map((name) => decided.map((event) => number(event.after[name]))),
          decided.map((event) => (typeof event.after.rowsHash === "string" ? event.after.rowsHash : null)),
        ],
      },
    ],
    into,
  );
}
