"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import type { RouterOutput } from "../layout/trpc";
import { useTRPC } from "../layout/trpc";
import { TokenSection } from "../tokens/token-section";
import { Button } from "../ui/button";
import { Instant } from "../ui/date-time";
import { DefinitionList, Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { useToasts } from "../ui/toast";
import { ChangePassword } from "./change-password";
import { SessionTable } from "./session-table";
import { TotpSection } from "./totp-section";

/** One's own account. Who must set the second factor up first sees that first. */
export function Profile({ me, mustEnrol }: { me: RouterOutput["session"]["me"]; mustEnrol: boolean }) {
  const t = useTranslations("profile");
  const role = useTranslations("user.roles");
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      {mustEnrol ? <TotpSection mustEnrol /> : null}
      <Section title={t("who")}>
        <DefinitionList
          items={[
            [t("name"), me.name],
            [t("email"), me.email],
            [t("role"), role(me.role)],
            ...(me.accessUntil
              ? ([[t("until"), <Instant key="until" at={me.accessUntil} />]] as const).map(
                  ([name, value]) => [name, value] as [string, React.ReactNode],
                )
              : []),
          ]}
        />
      </Section>
      {mustEnrol ? null : <TotpSection mustEnrol={false} />}
      <ChangePassword email={me.email} />
      <Sessions />
      {me.capabilities.includes("token:create") ? <TokenSection own={me.capabilities} /> : null}
    </div>
  );
}

function Sessions() {
  const t = useTranslations("sessions");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const list = useQuery(trpc.profile.sessions.queryOptions());
  const ended = async () => {
    toasts.add({ title: t("ended") });
    await queryClient.invalidateQueries();
  };
  const end = useMutation(trpc.profile.endSession.mutationOptions({ onSuccess: ended }));
  const endOthers = useMutation(trpc.profile.endOtherSessions.mutationOptions({ onSuccess: ended }));
  const hasOthers = (list.data ?? []).some(({ isCurrent }) => !isCurrent);
  return (
    <Section
      title={t("title")}
      actions={
        hasOthers ? (
          <Button disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
            <LogOut aria-hidden />
            {t("endOthers")}
          </Button>
        ) : null
      }
    >
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="m-4 h-16" /> : null}
      {list.data ? (
        <SessionTable
          sessions={list.data}
          isBusy={end.isPending}
          onEnd={(sessionId) => end.mutate({ sessionId })}
        />
      ) : null}
    </Section>
  );
}
