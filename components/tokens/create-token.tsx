"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { Capability } from "#server/kernel/capabilities";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";
import { Select } from "../ui/select";
import { keyOf, orderedRights } from "../users/right-words";
import { NewToken } from "./new-token";

const spans = ["30", "90", "180", "365"] as const;
/** What a reading tool needs, checked beforehand. */
const usual: ReadonlySet<Capability> = new Set(["fund:read", "import:read", "operation:read", "report:read"]);

/** Makes a token that can do a part of what its person can. Its secret is shown once. */
export function CreateToken({ own }: { own: readonly Capability[] }) {
  const t = useTranslations("tokens.create");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [days, setDays] = useState<(typeof spans)[number]>("90");
  const create = useMutation(
    trpc.tokens.create.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  function show(open: boolean) {
    // A secret that nobody kept is gone: only its own button closes this.
    if (!open && create.data) return;
    create.reset();
    setOpen(open);
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const funds = form.getAll("fund").map(String);
    create.mutate({
      name: String(form.get("name") ?? ""),
      capabilities: form.getAll("right") as Capability[],
      funds: form.has("allFunds") ? "all" : funds,
      days: Number(days),
    });
  }
  return (
    <>
      <Button onClick={() => show(true)}>
        <KeyRound aria-hidden />
        {t("action")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={show}
        title={t(create.data ? "made" : "title")}
        description={t(create.data ? "madeHint" : "description")}
        isWide
      >
        {create.data ? (
          <NewToken
            token={create.data.token}
            onKept={() => {
              create.reset();
              setOpen(false);
            }}
          />
        ) : (
          <form onSubmit={submit} className="flex flex-col gap-4">
            {create.isError ? <Failure error={create.error} /> : null}
            <div className="grid gap-4 sm:grid-cols-[1fr_12rem]">
              <TextField
                name="name"
                label={t("name")}
                hint={t("nameHint")}
                required
                maxLength={120}
                autoComplete="off"
              />
              <Select
                label={t("expiry")}
                value={days}
                onChange={setDays}
                choices={spans.map((value) => ({ value, label: t("days", { count: Number(value) }) }))}
              />
            </div>
            <Rights own={own} />
            <Funds />
            <div className="flex justify-end gap-2">
              <Button onClick={() => show(false)}>{t("cancel")}</Button>
              <Button kind="primary" type="submit" disabled={create.isPending}>
                {t("confirm")}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  );
}

function Rights({ own }: { own: readonly Capability[] }) {
  const t = useTranslations("tokens.create");
  const words = useTranslations("rights");
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-muted">{t("rights")}</legend>
      <div className="grid gap-x-4 gap-y-1 rounded-md border border-line p-2 sm:grid-cols-2">
        {orderedRights
          .filter((right) => own.includes(right))
          .map((right) => (
            <label key={right} className="flex min-h-6 items-start gap-2">
              <input
                type="checkbox"
                name="right"
                value={right}
                defaultChecked={usual.has(right)}
                className="mt-0.5 size-4 shrink-0 accent-(--accent)"
              />
              {words(keyOf(right))}
            </label>
          ))}
      </div>
    </fieldset>
  );
}

function Funds() {
  const t = useTranslations("tokens.create");
  const trpc = useTRPC();
  const [isAll, setAll] = useState(true);
  const funds = useQuery(trpc.funds.list.queryOptions());
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-muted">{t("funds")}</legend>
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          name="allFunds"
          checked={isAll}
          onChange={(event) => setAll(event.target.checked)}
          className="size-4 accent-(--accent)"
        />
        {t("allFunds")}
      </label>
      {isAll ? null : (
        <div className="mt-1 grid max-h-40 gap-x-4 gap-y-1 overflow-y-auto rounded-md border border-line p-2 sm:grid-cols-3">
          {(funds.data ?? []).map((fund) => (
            <label key={fund.fundId} className="flex min-h-6 items-center gap-2">
              <input type="checkbox" name="fund" value={fund.fundId} className="size-4 accent-(--accent)" />
              {fund.code}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
