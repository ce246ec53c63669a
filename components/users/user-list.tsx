"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Search, Users } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { UserItem } from "#server/domain/users/queries";
import { roles } from "#server/kernel/capabilities";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/field";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { TotpBadge, UserStateBadge } from "./user-state";

const states = [
  "ACTIVE",
  "AWAITING_APPROVAL",
  "INVITED",
  "INVITATION_EXPIRED",
  "EXPIRED",
  "DISABLED",
  "CANCELLED",
] as const;
const filterKeys = {
  q: parseAsString.withDefault(""),
  papel: parseAsStringLiteral(roles),
  situacao: parseAsStringLiteral(states),
};

/** Who may come in, as what, where, and when they last did. */
export function UserList() {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const [filter, setFilter] = useQueryStates(filterKeys, { throttleMs: 250 });
  const list = useInfiniteQuery({
    ...trpc.users.list.infiniteQueryOptions(
      { text: filter.q || null, role: filter.papel, state: filter.situacao },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = filter.q !== "" || filter.papel !== null || filter.situacao !== null;
  return (
    <div className="flex flex-col gap-4">
      <UserFilters filter={filter} setFilter={setFilter} />
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="h-72" /> : null}
      {list.isSuccess && people.length === 0 ? (
        <div className="card">
          <EmptyState
            icon={<Users aria-hidden />}
            title={t(isFiltered ? "emptyFiltered" : "empty")}
            action={
              isFiltered ? (
                <Button onClick={() => setFilter({ q: null, papel: null, situacao: null })}>
                  {t("clear")}
                </Button>
              ) : null
            }
          />
        </div>
      ) : null}
      {people.length > 0 ? <UserTable people={people} /> : null}
      <LoadMore
        shown={people.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

type Filter = { q: string; papel: (typeof roles)[number] | null; situacao: (typeof states)[number] | null };

function UserFilters({
  filter,
  setFilter,
}: {
  filter: Filter;
  setFilter: (next: Partial<{ [Key in keyof Filter]: Filter[Key] | null }>) => void;
}) {
  const t = useTranslations("users");
  const role = useTranslations("user.roles");
  return (
    <search className="flex flex-wrap items-end gap-3">
      <div className="relative min-w-56 flex-1 sm:max-w-80">
        <TextField
          label={t("search")}
          type="search"
          value={filter.q}
          onChange={(event) => setFilter({ q: event.target.value || null })}
          autoComplete="off"
          placeholder={t("searchHint")}
        />
        <Search aria-hidden className="pointer-events-none absolute right-2.5 bottom-2 size-4 text-muted" />
      </div>
      <Select
        label={t("columns.role")}
        value={filter.papel ?? "todos"}
        onChange={(next) => setFilter({ papel: next === "todos" ? null : (next as Filter["papel"]) })}
        choices={[
          { value: "todos", label: t("anyRole") },
          ...roles.map((value) => ({ value, label: role(value) })),
        ]}
        className="w-44"
      />
      <Select
        label={t("columns.state")}
        value={filter.situacao ?? "todas"}
        onChange={(next) => setFilter({ situacao: next === "todas" ? null : (next as Filter["situacao"]) })}
        choices={[
          { value: "todas", label: t("anyState") },
          ...states.map((value) => ({ value, label: t(`states.${value}`) })),
        ]}
        className="w-52"
      />
    </search>
  );
}

/** People as a table, or as cards on a phone. */
function UserTable({ people }: { people: readonly UserItem[] }) {
  return (
    <>
      <WideTable people={people} />
      <Cards people={people} />
    </>
  );
}

function Cards({ people }: { people: readonly UserItem[] }) {
  const t = useTranslations("users");
  const role = useTranslations("user.roles");
  return (
    <ul aria-label={t("title")} className="card divide-y divide-line md:hidden">
      {people.map((person) => (
        <li key={person.userId} className="flex flex-col gap-1.5 px-4 py-3">
          <PersonLink person={person} />
          <p className="text-xs text-muted">
            {role(person.role)} · <FundScope person={person} />
          </p>
          <div className="flex flex-wrap items-center gap-2">
            <StateCell person={person} />
            {person.hasTotp || person.mustHaveTotp ? <TotpBadge {...person} /> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function WideTable({ people }: { people: readonly UserItem[] }) {
  const t = useTranslations("users");
  const role = useTranslations("user.roles");
  return (
    <Table caption={t("title")} className="max-md:hidden">
      <TableHead>
        <Th>{t("columns.name")}</Th>
        <Th>{t("columns.role")}</Th>
        <Th>{t("columns.funds")}</Th>
        <Th>{t("columns.state")}</Th>
        <Th>{t("columns.totp")}</Th>
        <Th>{t("columns.lastSignIn")}</Th>
        <Th numeric>{t("columns.sessions")}</Th>
      </TableHead>
      <TableBody>
        {people.map((person) => (
          <Row key={person.userId}>
            <Td className="min-w-52">
              <PersonLink person={person} />
            </Td>
            <Td className="whitespace-nowrap">{role(person.role)}</Td>
            <Td className="min-w-32">
              <FundScope person={person} />
            </Td>
            <Td>
              <StateCell person={person} />
            </Td>
            <Td>
              <TotpBadge {...person} />
            </Td>
            <Td>
              {person.lastSignInAt ? (
                <Instant at={person.lastSignInAt} />
              ) : (
                <span className="text-muted">{t("never")}</span>
              )}
            </Td>
            <Td numeric>{person.sessionCount}</Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function PersonLink({ person }: { person: UserItem }) {
  return (
    <div>
      <Link href={`/usuarios/${person.userId}`} className="font-medium text-accent hover:underline">
        {person.name}
      </Link>
      <span className="block text-xs break-all text-muted">{person.email}</span>
    </div>
  );
}

function StateCell({ person }: { person: UserItem }) {
  const t = useTranslations("users");
  return (
    <span className="flex flex-col items-start gap-1">
      <UserStateBadge state={person.state} />
      {person.hasRequest && person.state !== "AWAITING_APPROVAL" ? (
        <StatusBadge tone="human">{t("hasRequest")}</StatusBadge>
      ) : null}
      {person.accessUntil ? (
        <span className="text-xs whitespace-nowrap text-muted">
          {t("until")} <Instant at={person.accessUntil} />
        </span>
      ) : null}
    </span>
  );
}

export function FundScope({ person }: { person: Pick<UserItem, "seesAllFunds" | "fundCodes"> }) {
  const t = useTranslations("users");
  if (person.seesAllFunds) return <>{t("allFunds")}</>;
  if (person.fundCodes.length === 0) return <span className="text-muted">{t("noFunds")}</span>;
  return <>{person.fundCodes.join(", ")}</>;
}
