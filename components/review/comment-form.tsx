"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { KeyHint } from "../shortcuts/key-hint";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { Button } from "../ui/button";
import { useToasts } from "../ui/toast";
import type { Item } from "./prices-at-stake";
import type { Decisions } from "./use-decisions";

type Props = {
  item: Item;
  decisions: Decisions;
  announce: (text: string) => void;
  onClose: () => void;
};

/** Says something about the item, or asks the managers of its fund; both stay with it. */
export function CommentForm({ item, decisions, announce, onClose }: Props) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const [isQuestion, setQuestion] = useState(false);
  const toasts = useToasts();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const comment = useMutation(
    trpc.review.comment.mutationOptions({
      onSuccess: async () => {
        const told = t(isQuestion ? "comment.asked" : "comment.done");
        announce(told);
        toasts.add({ title: told, timeout: 4_000 });
        onClose();
        await decisions.refresh(item.reviewItemId);
      },
    }),
  );
  const send = () => {
    if (text.trim() === "") return field.current?.focus();
    comment.mutate({
      reviewItemId: item.reviewItemId,
      kind: isQuestion ? "QUESTION" : "COMMENT",
      text: text.trim(),
    });
  };
  useShortcuts(t("keys.form"), [
    { keys: "$mod+Enter", label: t("comment.send"), run: send },
    { keys: "Escape", label: t("form.close"), run: onClose },
  ]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="flex flex-col gap-2"
    >
      {comment.isError ? <Failure error={comment.error} /> : null}
      <label className="flex flex-col gap-1">
        <span className="text-xs font-medium text-muted">{t("comment.text")}</span>
        <textarea
          ref={field}
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={2000}
          rows={3}
          className="w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm"
        />
      </label>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={isQuestion}
          onChange={(event) => setQuestion(event.target.checked)}
          className="size-4 accent-accent"
        />
        {t("comment.ask")}
      </label>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" type="submit" disabled={comment.isPending} className="flex-1">
          {t("comment.send")}
          <span className="max-md:hidden">
            <KeyHint keys="$mod+Enter" />
          </span>
        </Button>
        <Button onClick={onClose}>{t("form.close")}</Button>
      </div>
    </form>
  );
}
