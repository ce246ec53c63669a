"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw, ShieldOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { StatusBadge } from "../ui/status-badge";
import { useToasts } from "../ui/toast";
import { ConfirmIdentity } from "./confirm-identity";
import { EnrolTotp } from "./enrol-totp";
import { RecoveryCodes } from "./recovery-codes";

/** The second step of one's own sign-in: on, off, or asked for by the role. */
export function TotpSection({ mustEnrol }: { mustEnrol: boolean }) {
  const t = useTranslations("profile.totp");
  const trpc = useTRPC();
  const state = useQuery(trpc.profile.totp.queryOptions());
  if (state.isError) return <Failure error={state.error} retry={() => state.refetch()} />;
  if (state.isPending) return <Skeleton className="h-32" />;
  const { isOn, isRequired, graceUntil, confirmedAt, recoveryCodesLeft } = state.data;
  return (
    <Section
      title={t("title")}
      actions={
        <StatusBadge tone={isOn ? "done" : isRequired ? "waiting" : "inert"}>
          {t(isOn ? "on" : "off")}
        </StatusBadge>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        {mustEnrol ? (
          <Notice tone="bad" title={t("mustNow")}>
            {t("mustNowHint")}
          </Notice>
        ) : null}
        {!isOn && isRequired && !mustEnrol ? (
          <Notice tone="waiting" title={t("mustSoon")}>
            {graceUntil ? (
              <>
                {t("until")} <Instant at={graceUntil} />.
              </>
            ) : null}
          </Notice>
        ) : null}
        <p className="max-w-[72ch] text-muted">{t("description")}</p>
        {isOn ? (
          <>
            <p>
              {t("since")} <Instant at={confirmedAt} /> · {t("codesLeft", { count: recoveryCodesLeft })}
            </p>
            {recoveryCodesLeft <= 3 ? <Notice tone="waiting" title={t("fewCodes")} /> : null}
            <TotpActions isRequired={isRequired} />
          </>
        ) : (
          <div>
            <EnrolTotp />
          </div>
        )}
      </div>
    </Section>
  );
}

function TotpActions({ isRequired }: { isRequired: boolean }) {
  const t = useTranslations("profile.totp");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [codes, setCodes] = useState<string[] | null>(null);
  const disable = useMutation(trpc.profile.disableTotp.mutationOptions());
  const renew = useMutation(trpc.profile.renewRecoveryCodes.mutationOptions());
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ConfirmIdentity
        label={t("renew")}
        icon={<RefreshCw aria-hidden />}
        title={t("renew")}
        description={t("renewHint")}
        act={async (identity) => {
          const { answer, recoveryCodes } = await renew.mutateAsync(identity);
          if (!answer.ok) return answer.wrong;
          setCodes(recoveryCodes);
          return null;
        }}
      />
      {isRequired ? (
        <span className="text-xs text-muted">{t("requiredHint")}</span>
      ) : (
        <ConfirmIdentity
          label={t("disable")}
          icon={<ShieldOff aria-hidden />}
          kind="danger"
          title={t("disable")}
          description={t("disableHint")}
          act={async (identity) => {
            const answer = await disable.mutateAsync(identity);
            if (!answer.ok) return answer.wrong;
            toasts.add({ title: t("disabled") });
            await queryClient.invalidateQueries();
            return null;
          }}
        />
      )}
      <Dialog open={codes !== null} onOpenChange={() => undefined} title={t("newCodes")}>
        <RecoveryCodes
          codes={codes ?? []}
          onKept={() => {
            setCodes(null);
            void queryClient.invalidateQueries();
          }}
        />
      </Dialog>
    </div>
  );
}
