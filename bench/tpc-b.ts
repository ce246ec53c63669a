import pg from "pg";

const scale = 10;
const tellersPerBranch = 10;
const accountsPerBranch = 100_000;

/** The tables of pgbench at scale 10, freshly filled. */
export async function fillTpcB(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`
    create table pgbench_branches (bid int not null, bbalance int, filler char(88)) with (fillfactor = 100);
    create table pgbench_tellers (tid int not null, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_accounts (aid int not null, bid int, abalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    insert into pgbench_branches (bid, bbalance) select n, 0 from generate_series(1, ${scale}) n;
    insert into pgbench_tellers (tid, bid, tbalance)
      select n, (n - 1) / ${tellersPerBranch} + 1, 0 from generate_series(1, ${scale * tellersPerBranch}) n;
    insert into pgbench_accounts (aid, bid, abalance, filler)
      select n, (n - 1) / ${accountsPerBranch} + 1, 0, '' from generate_series(1, ${scale * accountsPerBranch}) n;
    alter table pgbench_branches add primary key (bid);
    alter table pgbench_tellers add primary key (tid);
    alter table pgbench_accounts add primary key (aid)`);
  for (const table of ["branches", "tellers", "accounts", "history"])
    await client.query(`vacuum analyze pgbench_${table}`);
  await client.query("checkpoint");
  await client.end();
}

/**
 * TPC-B as pgbench runs it: its own five statements between BEGIN and COMMIT, prepared, one client.
 * @returns transactions per second
 */
export async function runTpcB(ownerUrl: string, durationMs: number): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const prepared = (name: string, text: string) => (values: number[]) => client.query({ name, text, values });
  const updateAccount = prepared("a", "update pgbench_accounts set abalance = abalance + $1 where aid = $2");
  const readAccount = prepared("b", "select abalance from pgbench_accounts where aid = $1");
  const updateTeller = prepared("c", "update pgbench_tellers set tbalance = tbalance + $1 where tid = $2");
  const updateBranch = prepared("d", "update pgbench_branches set bbalance = bbalance + $1 where bid = $2");
  const insertHistory = prepared(
    "e",
    "insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)",
  );
  const upTo = (most: number) => 1 + Math.floor(Math.random() * most);
  const startedAt = performance.now();
  let transactions = 0;
  while (performance.now() - startedAt < durationMs) {
    const [aid, bid, tid] = [upTo(scale * accountsPerBranch), upTo(scale), upTo(scale * tellersPerBranch)];
    const delta = upTo(10_000) - 5_000;
    await client.query("begin");
    await updateAccount([delta, aid]);
    await readAccount([aid]);
    await updateTeller([delta, tid]);
    await updateBranch([delta, bid]);
    await insertHistory([tid, bid, aid, delta]);
    await client.query("commit");
    transactions += 1;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await client.end();
  return transactions / seconds;
}
