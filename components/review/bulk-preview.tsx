"use client";

import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Failure } from "../layout/failure";
import { readProblem } from "../layout/problem";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { formatCount, formatMoney } from "../ui/format";
import { BulkGroups, countOf, type Preview } from "./bulk-groups";
import { ProofDialog } from "./proof-dialog";
import type { Proof } from "./use-decisions";

/** More than these, or than ten million reais, nobody starts by a slip of the finger: the number is typed. */
const typedAbove = 500;
const typedAboveCents = 1_000_000_000n;

type Props = {
  preview: Preview;
  verdict: "APPROVE" | "REJECT";
  onStarted: (bulkId: string) => void;
  onBack: () => void;
};

/** The dry run: nothing has happened, and this is what would. */
export function BulkPreview({ preview, verdict, onStarted, onBack }: Props) {
  const t = useTranslations("review.bulk");
  const locale = useLocale();
  const trpc = useTRPC();
  const back = useRef<HTMLButtonElement>(null);
  const [typed, setTyped] = useState("");
  const [isProving, setProving] = useState(false);
  useEffect(() => back.current?.focus(), []);
  const { bulkId, groups } = preview;
  const taken = countOf(groups, true);
  const amountCents = groups
    .filter(({ end }) => end !== "REFUSED")
    .reduce((sum, group) => sum + group.amountCents, 0n);
  const held = groups.filter(({ end }) => end === "HELD").reduce((sum, { count }) => sum + count, 0);
  const asksNumber = taken > typedAbove || amountCents > typedAboveCents;
  const isConfirmed = !asksNumber || typed.replace(/\D/g, "") === String(taken);
  const start = useMutation(
    trpc.review.startBulk.mutationOptions({
      onSuccess: (answer) => {
        if (answer.kind === "started") onStarted(bulkId);
      },
      onError: (error) => {
        if (readProblem(error)?.code === "review.proof_required") setProving(true);
      },
    }),
  );
  async function prove(proof: Proof) {
    const answer = await start.mutateAsync({ bulkId, proof });
    return answer.kind === "unproven" ? answer.wrong : null;
  }
  const isRefused = start.isError && readProblem(start.error)?.code !== "review.proof_required";
  return (
    <div className="flex flex-col gap-4">
      {isRefused ? <Failure error={start.error} /> : null}
      <BulkGroups bulkId={bulkId} of="forecast" groups={groups} verdict={verdict} />
      <p role="status" className="figures font-medium">
        {taken === 0
          ? t("nothing")
          : [
              held > 0 ? t(`willHold.${verdict}`, { count: held }) : "",
              taken > held ? t("willStand", { count: taken - held }) : "",
              t("inAll", { amount: formatMoney(amountCents, locale) }),
            ].join(" ")}
      </p>
      {asksNumber && taken > 0 ? (
        <TextField
          label={t("type", { count: formatCount(taken, locale) })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button ref={back} onClick={onBack}>
          {t("back")}
        </Button>
        <Button
          kind={verdict === "REJECT" ? "danger" : "primary"}
          disabled={taken === 0 || !isConfirmed || start.isPending}
          onClick={() => start.mutate({ bulkId })}
        >
          {t(`start.${verdict}`, { count: formatCount(taken, locale) })}
        </Button>
      </div>
      {isProving ? (
        <ProofDialog
          title={t("proofTitle")}
          description={t("proofHint")}
          confirm={t(`start.${verdict}`, { count: formatCount(taken, locale) })}
          onClose={() => setProving(false)}
          onProve={prove}
        />
      ) : null}
    </div>
  );
}
