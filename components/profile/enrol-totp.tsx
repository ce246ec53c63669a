"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Failure } from "../layout/failure";
import type { RouterOutput } from "../layout/trpc";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";
import { RecoveryCodes } from "./recovery-codes";

/** Sets the second factor up: read the code, confirm with a code, keep ten for recovery. */
export function EnrolTotp() {
  const t = useTranslations("profile.enrol");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const begin = useMutation(trpc.profile.beginTotp.mutationOptions());
  function show(open: boolean) {
    // Codes that nobody kept are gone: only their own button closes this.
    if (!open && codes) return;
    setOpen(open);
    if (open) begin.mutate();
  }
  async function leave() {
    setOpen(false);
    setCodes(null);
    // Held back until now: every right has just come.
    await queryClient.invalidateQueries();
    window.location.reload();
  }
  return (
    <>
      <Button kind="primary" onClick={() => show(true)}>
        <ShieldCheck aria-hidden />
        {t("action")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={show}
        title={t(codes ? "codesTitle" : "title")}
        description={codes ? undefined : t("description")}
      >
        {begin.isError ? <Failure error={begin.error} retry={() => begin.mutate()} /> : null}
        {codes ? (
          <RecoveryCodes codes={codes} onKept={() => void leave()} />
        ) : begin.data ? (
          <Confirm offer={begin.data} onConfirmed={setCodes} onCancel={() => show(false)} />
        ) : (
          <p role="status">{t("preparing")}</p>
        )}
      </Dialog>
    </>
  );
}

type Offer = RouterOutput["profile"]["beginTotp"];

function Confirm({
  offer,
  onConfirmed,
  onCancel,
}: {
  offer: Offer;
  onConfirmed: (codes: string[]) => void;
  onCancel: () => void;
}) {
  const t = useTranslations("profile.enrol");
  const trpc = useTRPC();
  const confirm = useMutation(
    trpc.profile.confirmTotp.mutationOptions({
      onSuccess: ({ ok, recoveryCodes }) => {
        if (ok) onConfirmed(recoveryCodes);
      },
    }),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    confirm.mutate({ code: String(new FormData(event.currentTarget).get("code") ?? "") });
  }
  const grouped = offer.secret.replace(/(.{4})(?=.)/g, "$1 ");
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {confirm.isError ? <Failure error={confirm.error} /> : null}
      <svg
        viewBox={`0 0 ${offer.qr.size} ${offer.qr.size}`}
        role="img"
        aria-label={t("qr")}
        className="size-48 self-center rounded-md"
        shapeRendering="crispEdges"
      >
        <rect width="100%" height="100%" fill="#fff" />
        <path d={offer.qr.path} fill="#000" />
      </svg>
      <div className="flex flex-col gap-1">
        <span className="flex items-center justify-between gap-2 text-xs text-muted">
          {t("secret")}
          <CopyButton text={offer.secret} label={t("copySecret")} copiedLabel={t("copied")} />
        </span>
        <code className="rounded-md border border-line bg-sunken p-2 font-mono text-xs">{grouped}</code>
      </div>
      <TextField
        name="code"
        label={t("code")}
        hint={t("codeHint")}
        error={confirm.data && !confirm.data.ok ? t("wrong") : undefined}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={16}
        required
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button kind="primary" type="submit" disabled={confirm.isPending}>
          {t("confirm")}
        </Button>
      </div>
    </form>
  );
}
