"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Failure } from "../layout/failure";
import { readProblem } from "../layout/problem";
import { reasonOf } from "../layout/reason-form";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";
import { useToasts } from "../ui/toast";
import { type AccessDraft, AccessFields } from "./access-fields";
import { ReasonField } from "./reason-field";

const emptyDraft: AccessDraft = { role: "gestor", seesAllFunds: false, fundIds: [], accessUntil: "" };

/** Invites a person by mail; the screen says beforehand whether a second person has to agree. */
export function InvitePerson() {
  const t = useTranslations("users.invite");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [isOpen, setOpen] = useState(false);
  const [draft, setDraft] = useState(emptyDraft);
  const invite = useMutation(
    trpc.users.invite.mutationOptions({
      onSuccess: async ({ needsSecondPerson }, { email }) => {
        close(false);
        toasts.add({
          title: t("done", { email }),
          description: t(needsSecondPerson ? "doneWaiting" : "doneSent"),
        });
        await queryClient.invalidateQueries();
      },
    }),
  );
  function close(open: boolean) {
    setOpen(open);
    if (open) return;
    setDraft(emptyDraft);
    invite.reset();
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    invite.mutate({
      ...accessOf(draft),
      email: text("email").trim().toLowerCase(),
      name: text("name"),
      reason: reasonOf(event.currentTarget),
    });
  }
  return (
    <>
      <Button kind="primary" onClick={() => close(true)}>
        <UserPlus aria-hidden />
        {t("action")}
      </Button>
      <Dialog open={isOpen} onOpenChange={close} title={t("title")} description={t("description")}>
        <form onSubmit={submit} className="flex flex-col gap-4">
          {invite.isError ? <Failure error={invite.error} /> : null}
          <TextField
            name="email"
            type="email"
            label={t("email")}
            required
            autoComplete="off"
            maxLength={254}
          />
          <TextField
            name="name"
            label={t("name")}
            required
            minLength={2}
            maxLength={120}
            autoComplete="off"
          />
          <AccessFields draft={draft} onChange={setDraft} fields={readProblem(invite.error)?.fields ?? {}} />
          <ReasonField />
          <div className="flex justify-end gap-2">
            <Button onClick={() => close(false)}>{t("cancel")}</Button>
            <Button kind="primary" type="submit" disabled={invite.isPending}>
              {t("confirm")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

export function accessOf(draft: AccessDraft) {
  return {
    role: draft.role,
    seesAllFunds: draft.seesAllFunds,
    fundIds: draft.seesAllFunds ? [] : [...draft.fundIds],
    accessUntil: draft.accessUntil || null,
  };
}
