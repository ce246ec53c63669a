"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type Capability, roleCapabilities } from "#server/kernel/capabilities";
import { StoryLink } from "../audit/story-link";
import { BackLink } from "../layout/back-link";
import { Failure } from "../layout/failure";
import { PageHeader } from "../layout/page-header";
import type { RouterOutput } from "../layout/trpc";
import { useTRPC } from "../layout/trpc";
import { EventList } from "../operations/event-list";
import { SessionTable } from "../profile/session-table";
import { TokenTable } from "../tokens/token-table";
import { Instant } from "../ui/date-time";
import { DefinitionList, Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { useToasts } from "../ui/toast";
import { RequestCard } from "./request-card";
import { orderedRights, RightWords } from "./right-words";
import { UserActions } from "./user-actions";
import { FundScope } from "./user-list";
import { TotpBadge, UserStateBadge } from "./user-state";

type Detail = RouterOutput["users"]["get"];
type Props = { userId: string; selfId: string; capabilities: readonly Capability[] };

/** One person: what they may do and why, what waits about them, where they are signed in. */
export function UserDetail({ userId, selfId, capabilities }: Props) {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const detail = useQuery(trpc.users.get.queryOptions({ userId }));
  if (detail.isError) return <Failure error={detail.error} retry={() => detail.refetch()} />;
  if (detail.isPending) return <Skeleton className="h-96" />;
  const { user, requests, decided, events } = detail.data;
  const canUpdate = capabilities.includes("user:update") && userId !== selfId;
  const canApprove = capabilities.includes("user:approve");
  return (
    <>
      <PageHeader
        back={<BackLink href="/usuarios">{t("title")}</BackLink>}
        title={
          <>
            {user.name} <UserStateBadge state={user.state} />
          </>
        }
        description={user.email}
        actions={
          <>
            {capabilities.includes("audit:read") ? (
              <>
                <StoryLink query={`objeto=${userId}`} />
                <StoryLink query={`quem=${userId}`} words="deeds" />
              </>
            ) : null}
            {canUpdate ? <UserActions user={user} hasRequest={requests.length > 0} /> : null}
          </>
        }
      />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          {requests.map((request) => (
            <RequestCard key={request.requestId} request={request} canApprove={canApprove} isOnPerson />
          ))}
          <Access user={user} />
          <Sessions detail={detail.data} canEnd={canUpdate} />
          <Tokens detail={detail.data} canRevoke={canUpdate} />
          {decided.length > 0 ? (
            <section className="flex flex-col gap-3" aria-label={t("requests.decided")}>
              <h2 className="text-base font-semibold">{t("requests.decided")}</h2>
              {decided.map((request) => (
                <RequestCard key={request.requestId} request={request} canApprove={canApprove} isOnPerson />
              ))}
            </section>
          ) : null}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Rights user={user} />
          <Section title={t("history")}>
            <EventList events={events} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Access({ user }: { user: Detail["user"] }) {
  const t = useTranslations("users");
  const role = useTranslations("user.roles");
  const mail = user.invitation?.mailState;
  return (
    <Section title={t("detail.access")}>
      <DefinitionList
        items={[
          [t("columns.role"), role(user.role)],
          [t("columns.funds"), <FundScope key="funds" person={user} />],
          [
            t("detail.until"),
            user.accessUntil ? <Instant key="until" at={user.accessUntil} /> : t("diff.noEnd"),
          ],
          [
            t("columns.totp"),
            <span key="totp" className="flex flex-wrap items-center gap-2">
              <TotpBadge {...user} />
              {user.hasTotp ? t("detail.codesLeft", { count: user.recoveryCodesLeft }) : null}
              {!user.hasTotp && user.mustHaveTotp && user.graceUntil ? (
                <span className="text-xs text-muted">
                  {t("detail.grace")} <Instant at={user.graceUntil} />
                </span>
              ) : null}
            </span>,
          ],
          [
            t("columns.lastSignIn"),
            user.lastSignInAt ? <Instant key="last" at={user.lastSignInAt} /> : t("never"),
          ],
          [t("detail.since"), <Instant key="since" at={user.createdAt} />],
          ...(user.invitation && user.state.startsWith("INVIT")
            ? ([
                [
                  t("detail.invitation"),
                  <span key="invitation">
                    {t(`detail.mail.${mail as "SENT"}`)} · {t("detail.linkUntil")}{" "}
                    <Instant at={user.invitation.expiresAt} />
                  </span>,
                ],
              ] as [string, React.ReactNode][])
            : []),
        ]}
      />
    </Section>
  );
}

function Sessions({ detail, canEnd }: { detail: Detail; canEnd: boolean }) {
  const t = useTranslations("sessions");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { userId } = detail.user;
  const end = useMutation(
    trpc.users.endSession.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("ended") });
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <Section title={t("titleOf")}>
      {end.isError ? <Failure error={end.error} /> : null}
      <SessionTable
        sessions={detail.sessions}
        isBusy={end.isPending}
        {...(canEnd ? { onEnd: (sessionId: string) => end.mutate({ userId, sessionId }) } : {})}
      />
    </Section>
  );
}

function Tokens({ detail, canRevoke }: { detail: Detail; canRevoke: boolean }) {
  const t = useTranslations("tokens");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { userId } = detail.user;
  const revoke = useMutation(
    trpc.users.revokeToken.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("revoked") });
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <Section title={t("titleOf")}>
      <TokenTable
        tokens={detail.tokens}
        {...(canRevoke
          ? {
              onRevoke: (tokenId: string, reason: string) => revoke.mutateAsync({ userId, tokenId, reason }),
            }
          : {})}
      />
    </Section>
  );
}

/** What this person may do now, from the role's rights; a state that opens nothing leaves none. */
function Rights({ user }: { user: Detail["user"] }) {
  const t = useTranslations("users.detail");
  const own = roleCapabilities[user.role];
  const isOut = user.state !== "ACTIVE";
  return (
    <Section title={t("rights")}>
      <p className="border-b border-line px-4 py-2 text-muted">
        {isOut ? (
          t("rightsNone")
        ) : (
          <>
            {t("rightsIn")} <FundScope person={user} />
          </>
        )}
      </p>
      <ul className="divide-y divide-line">
        {orderedRights
          .filter((right) => own.has(right))
          .map((right) => (
            <li key={right} className={isOut ? "px-4 py-1.5 opacity-70" : "px-4 py-1.5"}>
              <RightWords right={right} />
            </li>
          ))}
      </ul>
    </Section>
  );
}
