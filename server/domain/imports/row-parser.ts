import { localDay } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import type { FileFormat } from "./model/head";
import { createRowParser, type FundKeys, type RowResult } from "./model/row";

/** The function that reads one record of a file: with its format, its funds and the rights it is read with. */
export async function openRowParser(
  tx: Tx,
  uploadId: string,
  format: FileFormat,
): Promise<(text: string) => RowResult> {
  return createRowParser({ format, ...(await readFunds(tx, uploadId)), today: localDay(tx.clock.now()) });
}

/** The funds that lines may name, and whether the person who confirmed may import into each. */
async function readFunds(tx: Tx, uploadId: string) {
  const rows = await tx.sql<{ id: string; code: string; cnpj: string; allowed: boolean; isDefault: boolean }>(
    `select f.id, f.code, f.cnpj, u.allowed_funds is null or f.id = any (u.allowed_funds) as allowed,
            f.id is not distinct from u.default_fund_id as "isDefault"
       from fund f cross join upload u where u.id = $1`,
    [uploadId],
  );
  const funds = new Map<string, { fundId: string; allowed: boolean }>();
  for (const { id: fundId, code, cnpj, allowed } of rows) {
    funds.set(code, { fundId, allowed });
    funds.set(cnpj, { fundId, allowed });
  }
  const preset = rows.find((row) => row.isDefault);
  return {
    funds: funds as FundKeys,
    defaultFund: preset ? { fundId: preset.id, allowed: preset.allowed } : null,
  };
}
