"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ViewScreen } from "#server/domain/views/schemas";
import { newId } from "#server/kernel/id";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { useToasts } from "../ui/toast";

type Preset = { name: string; query: string };
type Props = {
  screen: ViewScreen;
  /** What is shown now, as the address's query. */
  query: string;
  /** The view that the address names, if it does. */
  viewId: string | null;
  presets: readonly Preset[];
  /** Shows a query, under the name of a view or none. */
  onShow: (query: string, viewId: string | null) => void;
};

/** Filters kept under names: the house's and what others share for everybody, the rest for oneself. Says when what is shown moved away from the view. */
export function SavedViews({ screen, query, viewId, presets, onShow }: Props) {
  const t = useTranslations("views");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [isNaming, setNaming] = useState(false);
  const views = useQuery(trpc.views.list.queryOptions({ screen }));
  const current = views.data?.find((view) => view.viewId === viewId);
  const refresh = () => queryClient.invalidateQueries(trpc.views.list.queryFilter());
  const save = useMutation(
    trpc.views.save.mutationOptions({
      onSuccess: async (_, saved) => {
        setNaming(false);
        await refresh();
        onShow(saved.query, saved.viewId);
        toasts.add({ title: t("saved", { name: saved.name }), timeout: 3_000 });
      },
    }),
  );
  const forget = useMutation(
    trpc.views.delete.mutationOptions({
      onSuccess: async () => {
        await refresh();
        onShow(query, null);
      },
    }),
  );
  const hasMoved = current !== undefined && current.query !== query;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Menu
        label={t("label")}
        trigger={
          <>
            <Bookmark aria-hidden className="size-4 text-muted" />
            <span className="max-w-48 truncate">{current?.name ?? t("button")}</span>
          </>
        }
      >
        {presets.map((preset) => (
          <MenuItem
            key={preset.name}
            icon={<Tick isOn={preset.query === query && !current} />}
            onClick={() => onShow(preset.query, null)}
          >
            {preset.name}
          </MenuItem>
        ))}
        {views.data?.length ? <MenuSeparator /> : null}
        {views.data?.map((view) => (
          <MenuItem
            key={view.viewId}
            icon={<Tick isOn={view.viewId === viewId} />}
            onClick={() => onShow(view.query, view.viewId)}
          >
            <span>
              {view.name}
              {view.isShared ? (
                <span className="block text-xs text-muted">
                  {view.isOwn ? t("sharedByYou") : t("sharedBy", { name: view.ownerName })}
                </span>
              ) : null}
            </span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onClick={() => setNaming(true)}>{t("saveAs")}</MenuItem>
        {current?.isOwn ? (
          <MenuItem onClick={() => forget.mutate({ viewId: current.viewId })}>
            {t("forget", { name: current.name })}
          </MenuItem>
        ) : null}
      </Menu>
      {hasMoved ? (
        <span role="status" className="flex flex-wrap items-center gap-1 text-sm text-muted">
          {t("moved")}
          {current.isOwn ? (
            <Button
              kind="quiet"
              onClick={() =>
                save.mutate({
                  viewId: current.viewId,
                  name: current.name,
                  screen,
                  query,
                  isShared: current.isShared,
                })
              }
            >
              {t("save")}
            </Button>
          ) : null}
          <Button kind="quiet" onClick={() => onShow(current.query, current.viewId)}>
            {t("discard")}
          </Button>
        </span>
      ) : null}
      <NameView
        open={isNaming}
        onOpenChange={setNaming}
        error={save.error}
        isBusy={save.isPending}
        onName={(name, isShared) => save.mutate({ viewId: newId(), screen, name, query, isShared })}
      />
    </div>
  );
}

function Tick({ isOn }: { isOn: boolean }) {
  return isOn ? <Check aria-hidden className="size-4" /> : <span className="size-4" />;
}

function NameView(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  error: unknown;
  isBusy: boolean;
  onName: (name: string, isShared: boolean) => void;
}) {
  const t = useTranslations("views");
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    props.onName(String(form.get("name") ?? "").trim(), form.get("isShared") === "on");
  }
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t("nameTitle")}
      description={t("nameHint")}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {props.error ? <Failure error={props.error} /> : null}
        <TextField name="name" label={t("name")} required maxLength={60} autoComplete="off" />
        <label className="flex min-h-7 items-center gap-2">
          <input type="checkbox" name="isShared" className="size-4 accent-accent" />
          {t("share")}
        </label>
        <div className="flex justify-end gap-2">
          <Button onClick={() => props.onOpenChange(false)}>{t("cancel")}</Button>
          <Button kind="primary" type="submit" disabled={props.isBusy}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
