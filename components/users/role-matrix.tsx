"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Minus, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Capability, type Role, roleCapabilities, roles } from "#server/kernel/capabilities";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { useToasts } from "../ui/toast";
import { ActWithReason } from "./act-with-reason";
import { orderedRights, RightWords } from "./right-words";

/** Who can do what: read from the very table by which every door decides. */
export function RoleMatrix({ canChange }: { canChange: boolean }) {
  const t = useTranslations("users.matrix");
  const name = useTranslations("user.roles");
  return (
    <div className="flex flex-col gap-6">
      <Table caption={t("title")} className="max-md:hidden">
        <TableHead>
          <Th>{t("right")}</Th>
          {roles.map((role) => (
            <Th key={role} className="text-center!">
              {name(role)}
            </Th>
          ))}
        </TableHead>
        <TableBody>
          {orderedRights.map((right) => (
            <Row key={right}>
              <th scope="row" className="data-td min-w-64 text-left font-normal">
                <RightWords right={right} />
              </th>
              {roles.map((role) => (
                <Td key={role} className="text-center align-middle!">
                  <May role={role} right={right} />
                </Td>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
      <ul aria-label={t("title")} className="card divide-y divide-line md:hidden">
        {orderedRights.map((right) => (
          <li key={right} className="flex flex-col gap-0.5 px-4 py-2.5">
            <RightWords right={right} />
            <span className="text-muted">
              {roles
                .filter((role) => roleCapabilities[role].has(right))
                .map((role) => name(role))
                .join(", ") || t("nobody")}
            </span>
          </li>
        ))}
      </ul>
      <p className="max-w-[72ch] text-muted">{t("never")}</p>
      <TotpPolicies canChange={canChange} />
    </div>
  );
}

function May({ role, right }: { role: Role; right: Capability }) {
  const t = useTranslations("users.matrix");
  if (!roleCapabilities[role].has(right))
    return (
      <>
        <Minus aria-hidden className="mx-auto size-4 text-muted opacity-50" />
        <span className="sr-only">{t("no")}</span>
      </>
    );
  return (
    <>
      <Check aria-hidden className="mx-auto size-4 text-ok" strokeWidth={2.5} />
      <span className="sr-only">{t("yes")}</span>
    </>
  );
}

/** Which roles must have the second factor; changing it is a request like any other. */
function TotpPolicies({ canChange }: { canChange: boolean }) {
  const t = useTranslations("users.policy");
  const name = useTranslations("user.roles");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const list = useQuery(trpc.users.policies.queryOptions());
  const ask = useMutation(
    trpc.users.requestPolicy.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("asked"), description: t("askedHint") });
        await queryClient.invalidateQueries();
      },
    }),
  );
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-48" />;
  return (
    <Section title={t("title")}>
      <p className="border-b border-line px-4 py-2 text-muted">{t("description")}</p>
      <ul className="divide-y divide-line">
        {list.data.map(({ role, requiresTotp, userCount }) => (
          <li key={role} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2">
            <span className="flex min-w-48 flex-col">
              <span className="font-medium">{name(role)}</span>
              <span className="text-xs text-muted">{t("people", { count: userCount })}</span>
            </span>
            <span className="flex flex-wrap items-center gap-3">
              <StatusBadge tone={requiresTotp ? "done" : "inert"}>
                {t(requiresTotp ? "required" : "optional")}
              </StatusBadge>
              {canChange ? (
                <ActWithReason
                  label={t(requiresTotp ? "makeOptional" : "makeRequired")}
                  icon={<ShieldCheck aria-hidden />}
                  title={t("changeTitle", { role: name(role) })}
                  description={t(requiresTotp ? "makeOptionalHint" : "makeRequiredHint")}
                  cancel={t("cancel")}
                  act={(reason) => ask.mutateAsync({ role, requiresTotp: !requiresTotp, reason })}
                />
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
