"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { UserDetail } from "#server/domain/users/queries";
import { localDay } from "#server/kernel/local-time";
import { Failure } from "../layout/failure";
import { readProblem } from "../layout/problem";
import { reasonOf } from "../layout/reason-form";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { useToasts } from "../ui/toast";
import { type AccessDraft, AccessFields } from "./access-fields";
import { accessOf } from "./invite-person";
import { ReasonField } from "./reason-field";

/** Asks for another role, other funds or another end. It is a request: a second person applies it. */
export function ChangeAccess({ user }: { user: UserDetail }) {
  const t = useTranslations("users.change");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [isOpen, setOpen] = useState(false);
  const [draft, setDraft] = useState(() => draftOf(user));
  const ask = useMutation(
    trpc.users.requestAccess.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        toasts.add({ title: t("done"), description: t("doneHint") });
        await queryClient.invalidateQueries();
      },
    }),
  );
  function show(open: boolean) {
    setDraft(draftOf(user));
    ask.reset();
    setOpen(open);
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    ask.mutate({ userId: user.userId, ...accessOf(draft), reason: reasonOf(event.currentTarget) });
  }
  return (
    <>
      <Button onClick={() => show(true)}>
        <ShieldCheck aria-hidden />
        {t("action")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={show}
        title={t("title", { name: user.name })}
        description={t("description")}
      >
        <form onSubmit={submit} className="flex flex-col gap-4">
          {ask.isError ? <Failure error={ask.error} /> : null}
          <AccessFields draft={draft} onChange={setDraft} fields={readProblem(ask.error)?.fields ?? {}} />
          <ReasonField />
          <div className="flex justify-end gap-2">
            <Button onClick={() => show(false)}>{t("cancel")}</Button>
            <Button kind="primary" type="submit" disabled={ask.isPending}>
              {t("confirm")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

function draftOf(user: UserDetail): AccessDraft {
  return {
    role: user.role,
    seesAllFunds: user.seesAllFunds,
    fundIds: user.fundIds,
    accessUntil: user.accessUntil ? localDay(user.accessUntil) : "",
  };
}
