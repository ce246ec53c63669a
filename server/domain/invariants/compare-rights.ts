import { fundDefaults } from "#server/domain/funds/index";
import type { Tx } from "#server/kernel/context";
import { type Collector, examplesMax } from "./checks";

/** An event that says who may do what, who sent what, or who decided what. */
export type RightsEvent = {
  readonly action: string;
  readonly subjectId: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly after: Readonly<Record<string, unknown>>;
};

const granting = new Set(["user.create", "user.invite", "user.update"]);
const standing = new Set(["user.disable", "user.enable", "user.revoke_invitation"]);
const actions = new Set([
  ...granting,
  ...standing,
  "token.create",
  "token.revoke",
  "fund.create",
  "fund.update",
  "import.create",
  "import.receive",
  "retention.set",
  "price.notice",
  "review.open",
  "review.decide",
]);

export function isOfRights(action: string): boolean {
  return actions.has(action);
}

/** What breaks a rule, under the name by which a person finds it. */
type Wrong = Readonly<Record<string, unknown>>;
type Facts = { readonly id: string; readonly facts: string };

/**
 * Compares what the log last said of people, tokens, funds, files, retention and decisions with what the
 * tables hold: a right that no event gave, or a decision that nobody took, stands out by its id.
 */
export async function compareRights(tx: Tx, events: readonly RightsEvent[], into: Collector): Promise<void> {
  const add = (rule: string, wrong: readonly Wrong[]) =>
    into.add(rule, wrong.length, wrong.slice(0, examplesMax));
  add("cada pessoa tem o acesso que a trilha lhe deu por último", await comparePeople(tx, events));
  add("cada token pode o que a trilha diz, e vale enquanto ela diz", await compareTokens(tx, events));
  add("cada fundo é o que a trilha abriu", await compareFunds(tx, events));
  add("cada arquivo é o que foi recebido, de quem o enviou", await compareFiles(tx, events));
  add("cada item de revisão mostra e pede o que a trilha diz", await compareItems(tx, events));
  add("cada decisão de revisão foi tomada como a trilha diz", await compareDecisions(tx, events));
  add("os prazos de guarda são os que a trilha definiu", await compareRetention(tx, events));
  add("cada aviso da ANBIMA é o que a trilha recebeu", await compareNotices(tx, events));
}

/** Differences between what is told and what is there, by id; what is only in one of the two is one as well. */
function differences(told: ReadonlyMap<string, string>, rows: readonly Facts[], what: string): Wrong[] {
  const found = new Map(rows.map(({ id, facts }) => [id, facts]));
  const ids = new Set([...told.keys(), ...found.keys()]);
  return [...ids]
    .filter((id) => told.get(id) !== found.get(id))
    .map((id) => ({ [what]: id, trilha_diz: told.get(id) ?? null, banco_tem: found.get(id) ?? null }));
}

const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
const list = (value: unknown): string => (Array.isArray(value) ? value.toSorted().join(",") : text(value));

async function comparePeople(tx: Tx, events: readonly RightsEvent[]): Promise<Wrong[]> {
  const access = new Map<string, string>();
  const isOut = new Map<string, boolean>();
  const saysEnd = new Set<string>();
  for (const { action, subjectId, after } of events) {
    // Earlier events of people created by the command line did not say until when.
    if (granting.has(action) && "accessUntil" in after) saysEnd.add(subjectId);
    if (granting.has(action))
      access.set(
        subjectId,
        [after.role, after.seesAllFunds, list(after.fundIds ?? after.funds), text(after.accessUntil)].join(
          " ",
        ),
      );
    if (standing.has(action)) isOut.set(subjectId, action !== "user.enable");
  }
  const told = new Map([...access].map(([id, facts]) => [id, `${facts} ${isOut.get(id) ?? false}`]));
  const rows = await tx.sql<{
    id: string;
    role: string;
    all: boolean;
    funds: string[];
    until: Date | null;
    isOut: boolean;
  }>(
    `select id, role, sees_all_funds as all, array(select fund_id::text from user_fund where user_id = u.id) as funds,
            access_until as until, disabled_at is not null as "isOut" from app_user u`,
  );
  const facts = rows.map(({ id, role, all, funds, until, isOut: out }) => ({
    id,
    facts: `${[role, all, list(funds), (saysEnd.has(id) && until?.toISOString()) || ""].join(" ")} ${out}`,
  }));
  return differences(told, facts, "pessoa");
}

async function compareTokens(tx: Tx, events: readonly RightsEvent[]): Promise<Wrong[]> {
  const told = new Map<string, string>();
  for (const { action, subjectId, after } of events) {
    if (action === "token.create")
      told.set(
        subjectId,
        [after.user, list(after.capabilities), list(after.funds), after.expiresAt].join(" "),
      );
    if (action === "token.revoke") told.set(subjectId, `${told.get(subjectId)} revogado`);
  }
  const rows = await tx.sql<{
    id: string;
    userId: string;
    capabilities: string[];
    all: boolean;
    funds: string[];
    until: Date;
    isOut: boolean;
  }>(
    `select id, user_id as "userId", capabilities, all_funds as all, fund_ids::text[] as funds, expires_at as until,
            revoked_at is not null as "isOut" from api_token`,
  );
  const facts = rows.map(({ id, userId, capabilities, all, funds, until, isOut }) => ({
    id,
    facts: `${[userId, list(capabilities), all ? "all" : list(funds), until.toISOString()].join(" ")}${isOut ? " revogado" : ""}`,
  }));
  return differences(told, facts, "token");
}

/** What the log says of a fund, each under its name in the events. */
const fundColumns = {
  code: "code",
  cnpj: "cnpj",
  rounding: "rounding",
  priceBasis: "price_basis",
  jumpLimit: "jump_limit",
  tradedPriceLimit: "traded_price_limit",
  staleBusinessDays: "stale_business_days",
  cutOffTime: "to_char(cut_off_time, 'HH24:MI')",
  serviceTimeS: "service_time_s",
  twoPeopleCents: "two_people_cents",
  stepUpCents: "step_up_cents",
  reviewMinutes: "review_minutes",
};

async function compareFunds(tx: Tx, events: readonly RightsEvent[]): Promise<Wrong[]> {
  const last = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { action, subjectId, after } of events) {
    if (action === "fund.create") last.set(subjectId, { ...fundDefaults, ...after });
    if (action === "fund.update") last.set(subjectId, { ...last.get(subjectId), ...after });
  }
  const columns = Object.entries(fundColumns);
  const told = new Map(
    [...last].map(([id, fund]) => [id, columns.map(([name]) => `${name}=${fund[name]}`).join(" ")]),
  );
  const facts = columns.map(([name, column]) => `'${name}=' || ${column}`).join(", ");
  const rows = await tx.sql<Facts>(`select id, concat_ws(' ', ${facts}) as facts from fund`);
  return differences(told, rows, "fundo");
}

async function compareFiles(tx: Tx, events: readonly RightsEvent[]): Promise<Wrong[]> {
  const sender = new Map<string, string>();
  const content = new Map<string, string>();
  for (const { action, subjectId, actorKind, actorId, after } of events) {
    if (action === "import.create" && actorKind === "user") sender.set(subjectId, actorId);
    if (action === "import.receive") content.set(subjectId, `${after.sha256} ${after.sizeBytes}`);
  }
  const rows = await tx.sql<{ id: string; sender: string; content: string | null }>(
    `select id, uploaded_by::text as sender, encode(sha256, 'hex') || ' ' || size_bytes as content from upload`,
  );
  const wrong = rows.filter(
    (row) =>
      (sender.get(row.id) ?? row.sender) !== row.sender ||
      (content.get(row.id) ?? row.content) !== row.content,
  );
  const others = await tx.sql<{ id: string }>(
    `select o.id from operation o join upload u on u.id = o.upload_id where o.created_by <> u.uploaded_by limit ${examplesMax}`,
  );
  return [
    ...wrong.map(({ id }) => ({ arquivo: id, trilha_diz: [sender.get(id), content.get(id)].join(" ") })),
    ...others.map(({ id }) => ({ operacao: id, encontrado: "outra pessoa do que quem enviou o arquivo" })),
  ];
}

/** What an item shows is hashed again: its evidence and amount are what was bound when it opened. */
async function compareItems(tx: Tx, events: readonly RightsEvent[]): Promise<Wrong[]> {
  const told = new Map<string, string | null>();
  for (const { action, after } of events)
    if (action === "review.open")
      told.set(
        String(after.reviewItemId),
        // Items of the time before their events said how they were bound.
        after.evidenceHash === undefined
          ? null
          : `${after.amountCents} ${after.approvalsNeeded} ${after.asksStepUp} ${after.evidenceHash}`,
      );
  const rows = await tx.sql<Facts>(
    `select id, concat_ws(' ', coalesce(amount_cents::text, 'null'), approvals_needed, case when asks_step_up then 'true' else 'false' end,
            encode(sha256(convert_to(concat_ws(E'\\n', subject_type, subject_id, reason, amount_cents, evidence::text), 'UTF8')), 'hex')) as facts
       from review_item`,
  );
  const known = new Map([...told].filter((entry): entry is [string, string] => entry[1] !== null));
  return differences(
    known,
    rows.filter(({ id }) => told.get(id) !== null),
    "item",
  );
}

async function compareDecisions(tx: Tx, events: readonly RightsEvent[]): Promise<Wrong[]> {
  const count = (all: Map<string, number>, key: string, by: number) => all.set(key, (all.get(key) ?? 0) + by);
  const left = new Map<string, number>();
  for (const { action, after } of events)
    if (action === "review.decide")
      count(
        left,
        [after.reviewItemId, after.decidedBy, after.verdict, after.reasonCode, after.evidenceHash].join(" "),
        1,
      );
  const rows = await tx.sql<{ facts: string }>(
    `select concat_ws(' ', review_item_id, decided_by, verdict, reason_code, encode(evidence_hash, 'hex')) as facts from review_decision`,
  );
  for (const { facts } of rows) count(left, facts, -1);
  return [...left]
    .filter(([, more]) => more !== 0)
    .map(([key, more]) => ({
      item: key.split(" ")[0],
      decisao: key.slice(37),
      encontrado: more > 0 ? "sem linha no banco" : "sem evento",
    }));
}

async function compareRetention(tx: Tx, events: readonly RightsEvent[]): Promise<Wrong[]> {
  const last = events.filter(({ action }) => action === "retention.set");
  const told = new Map(last.map(({ after }) => [text(after.kind), text(after.years)]));
  const rows = await tx.sql<Facts>("select kind as id, years::text as facts from retention_rule");
  // What nobody set is as it was installed.
  for (const { id } of rows) if (!told.has(id)) told.set(id, "5");
  return differences(told, rows, "prazo");
}

async function compareNotices(tx: Tx, events: readonly RightsEvent[]): Promise<Wrong[]> {
  const told = new Map(
    events
      .filter(({ action }) => action === "price.notice")
      .map(({ subjectId, after }) => [
        subjectId,
        [after.sourceId, after.event, after.itemName, text(after.assetClass), after.priceOn].join(" "),
      ]),
  );
  const rows = await tx.sql<Facts>(
    `select id, source_id || ' ' || event || ' ' || item_name || ' ' || coalesce(asset_class, '') || ' ' || price_on::text as facts from price_notice`,
  );
  return differences(told, rows, "aviso");
}
