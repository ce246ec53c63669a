"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { kindInWords, type Words } from "./words";

const pages: Readonly<Record<string, (id: string, name: string | null) => string | null>> = {
  operation: (id) => `/operacoes/${id}`,
  upload: (id) => `/arquivos/${id}`,
  fund: (_, name) => (name ? `/fundos/${name}` : null),
  user: (id) => `/usuarios/${id}`,
  reversal: (id) => `/auditoria/estornos/${id}`,
};

type Subject = { subjectType: string; subjectId: string; subjectName: string | null };

/** What an event is about, as people call it, with the way to its page where it has one. */
export function SubjectLink({ subject }: { subject: Subject }) {
  const t = useTranslations("audit");
  const { subjectType, subjectId, subjectName } = subject;
  const kind = kindInWords(subjectType, t as unknown as Words);
  const href = pages[subjectType]?.(subjectId, subjectName) ?? null;
  const name = subjectName ?? (subjectType === "audit_log" ? null : `${subjectId.slice(0, 8)}…`);
  return (
    <>
      <span className="text-muted">{kind}</span>{" "}
      {href && name ? (
        <Link
          href={href}
          prefetch={false}
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          {name}
        </Link>
      ) : (
        name
      )}
    </>
  );
}
