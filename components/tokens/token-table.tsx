"use client";

import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import type { TokenItem } from "#server/domain/tokens/queries";
import { Instant } from "../ui/date-time";
import { StatusBadge, type Tone } from "../ui/status-badge";
import { ActWithReason } from "../users/act-with-reason";

const tones: Record<TokenItem["state"], Tone> = { ACTIVE: "done", EXPIRED: "inert", REVOKED: "bad" };

type Props = {
  tokens: readonly TokenItem[];
  onRevoke?: (tokenId: string, reason: string) => Promise<unknown>;
};

/** A person's tokens: what each may do, where, until when, and when it last did. */
export function TokenTable({ tokens, onRevoke }: Props) {
  const t = useTranslations("tokens");
  if (tokens.length === 0) return <p className="px-4 py-3 text-muted">{t("none")}</p>;
  return (
    <ul className="divide-y divide-line">
      {tokens.map((token) => (
        <li key={token.tokenId} className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
          <div className="flex min-w-0 flex-col gap-1">
            <span className="flex flex-wrap items-center gap-2 font-medium">
              {token.name}
              <StatusBadge tone={tones[token.state]}>{t(`states.${token.state}`)}</StatusBadge>
            </span>
            <span className="flex flex-wrap gap-1">
              {token.capabilities.map((right) => (
                <code
                  key={right}
                  className={`rounded-sm bg-sunken px-1.5 font-mono text-xs ${token.lost.includes(right) ? "text-muted line-through" : ""}`}
                >
                  {right}
                </code>
              ))}
            </span>
            {token.lost.length > 0 ? <span className="text-xs text-pending">{t("lost")}</span> : null}
            <span className="text-xs text-muted">
              {t("funds")} {token.allFunds ? t("allFunds") : token.fundCodes.join(", ") || t("noFunds")}
              {" · "}
              {t("expires")} <Instant at={token.expiresAt} />
              {" · "}
              {token.lastUsedAt ? (
                <>
                  {t("lastUsed")} <Instant at={token.lastUsedAt} />
                </>
              ) : (
                t("neverUsed")
              )}
            </span>
          </div>
          {onRevoke && token.state === "ACTIVE" ? (
            <ActWithReason
              label={t("revoke")}
              icon={<Ban aria-hidden />}
              kind="danger"
              title={t("revokeTitle", { name: token.name })}
              description={t("revokeHint")}
              cancel={t("cancel")}
              act={(reason) => onRevoke(token.tokenId, reason)}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
