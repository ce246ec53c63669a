"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { isReadOnly, type Role, roles } from "#server/kernel/capabilities";
import { useTRPC } from "../layout/trpc";
import { TextField } from "../ui/field";
import { Select } from "../ui/select";

export type AccessDraft = {
  role: Role;
  seesAllFunds: boolean;
  fundIds: readonly string[];
  /** `YYYY-MM-DD` or nothing. */
  accessUntil: string;
};

type Props = { draft: AccessDraft; onChange: (draft: AccessDraft) => void; fields: Record<string, string> };

/** What a person may do, in which funds and until when. */
export function AccessFields({ draft, onChange, fields }: Props) {
  const t = useTranslations("users.access");
  const name = useTranslations("user.roles");
  const change = (part: Partial<AccessDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <div className="flex flex-col gap-1">
        <Select
          label={t("role")}
          value={draft.role}
          onChange={(role) => change({ role })}
          choices={roles.map((value) => ({ value, label: name(value) }))}
        />
        <p className="text-xs text-muted">
          {t(`roleHints.${draft.role}`)} {isReadOnly(draft.role) ? "" : t("secondPerson")}
        </p>
      </div>
      <FundChoice draft={draft} onChange={change} hasError={"fundIds" in fields} />
      <TextField
        label={t(draft.role === "auditor_externo" ? "untilRequired" : "until")}
        type="date"
        value={draft.accessUntil}
        required={draft.role === "auditor_externo"}
        onChange={(event) => change({ accessUntil: event.target.value })}
        hint={t("untilHint")}
        error={"accessUntil" in fields ? t("untilMissing") : undefined}
      />
    </>
  );
}

function FundChoice({
  draft,
  onChange,
  hasError,
}: {
  draft: AccessDraft;
  onChange: (part: Partial<AccessDraft>) => void;
  hasError: boolean;
}) {
  const t = useTranslations("users.access");
  const trpc = useTRPC();
  const funds = useQuery(trpc.funds.list.queryOptions());
  const toggle = (fundId: string, isOn: boolean) =>
    onChange({ fundIds: isOn ? [...draft.fundIds, fundId] : draft.fundIds.filter((id) => id !== fundId) });
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-xs font-medium text-muted">{t("funds")}</legend>
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          checked={draft.seesAllFunds}
          onChange={(event) => onChange({ seesAllFunds: event.target.checked })}
          className="size-4 accent-(--accent)"
        />
        {t("allFunds")}
      </label>
      {draft.seesAllFunds ? null : (
        <div className="grid max-h-48 grid-cols-1 gap-x-4 gap-y-1 overflow-y-auto rounded-md border border-line p-2">
          {(funds.data ?? []).map((fund) => (
            <label key={fund.fundId} className="flex min-h-6 min-w-0 items-center gap-2">
              <input
                type="checkbox"
                checked={draft.fundIds.includes(fund.fundId)}
                onChange={(event) => toggle(fund.fundId, event.target.checked)}
                className="size-4 shrink-0 accent-(--accent)"
              />
              <span className="truncate" title={fund.name}>
                <span className="font-medium">{fund.code}</span>{" "}
                <span className="text-muted">{fund.name}</span>
              </span>
            </label>
          ))}
        </div>
      )}
      {hasError ? (
        <p role="alert" className="text-xs text-bad">
          {t("fundsMissing")}
        </p>
      ) : null}
    </fieldset>
  );
}
