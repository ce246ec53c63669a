"use client";

import { Sun, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { KeyHint } from "../shortcuts/key-hint";
import { Button, ButtonLink, DownloadLink } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";
import { Menu, MenuChoices, MenuItem, MenuSeparator } from "../ui/menu";
import { Select } from "../ui/select";
import { Switch } from "../ui/switch";
import { Tabs } from "../ui/tabs";
import { useToasts } from "../ui/toast";
import { Piece } from "./piece";

const kinds = ["primary", "secondary", "quiet", "danger"] as const;

/** What is pressed, typed into and chosen from. */
export function ControlPieces() {
  const t = useTranslations("gallery");
  return (
    <>
      <Piece name={t("buttons")}>
        {kinds.map((kind) => (
          <Button key={kind} kind={kind}>
            {t("press")}
          </Button>
        ))}
        {kinds.map((kind) => (
          <Button key={kind} kind={kind} disabled>
            {t("cannot")}
          </Button>
        ))}
        <Button kind="primary" size="large">
          <Upload aria-hidden />
          {t("press")}
        </Button>
        <ButtonLink href="/galeria">{t("link")}</ButtonLink>
        <DownloadLink href="/samples/modelo-operacoes.csv">{t("download")}</DownloadLink>
        <CopyButton text={t("press")} label={t("copy")} copiedLabel={t("copied")} />
        <KeyHint keys="$mod+k" />
        <KeyHint keys="g o" />
      </Piece>
      <Piece name={t("fields")}>
        <Fields />
      </Piece>
      <Piece name={t("layers")}>
        <Layers />
      </Piece>
      <Piece name={t("tabs")}>
        <TabsPiece />
      </Piece>
    </>
  );
}

function Fields() {
  const t = useTranslations("gallery");
  const [chosen, setChosen] = useState<"a" | "b">("a");
  const [isOn, setOn] = useState(true);
  return (
    <>
      <TextField className="w-60" label={t("label")} placeholder={t("placeholder")} />
      <TextField className="w-60" label={t("label")} hint={t("hint")} defaultValue="1.234,56" />
      <TextField className="w-60" label={t("label")} error={t("wrong")} defaultValue="12/13/2026" />
      <TextField className="w-60" label={t("label")} disabled defaultValue="ALFA" />
      <Select
        className="w-48"
        label={t("choose")}
        value={chosen}
        onChange={setChosen}
        choices={[
          { value: "a", label: "ALFA", hint: t("hint") },
          { value: "b", label: "BETA" },
        ]}
      />
      <Switch label={t("onOff")} hint={t("hint")} checked={isOn} onChange={setOn} />
      <Switch label={t("onOff")} checked={!isOn} onChange={(next) => setOn(!next)} />
    </>
  );
}

function Layers() {
  const t = useTranslations("gallery");
  const toasts = useToasts();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<"a" | "b">("a");
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("openDialog")}</Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("dialog")} description={t("hint")}>
        <Button kind="primary" onClick={() => setOpen(false)}>
          {t("press")}
        </Button>
      </Dialog>
      <Menu label={t("menu")} trigger={t("menu")}>
        <MenuItem icon={<Sun aria-hidden />} onClick={() => undefined}>
          {t("press")}
        </MenuItem>
        <MenuSeparator />
        <MenuChoices
          label={t("choose")}
          value={chosen}
          choices={[
            { value: "a", label: "ALFA" },
            { value: "b", label: "BETA" },
          ]}
          onChange={setChosen}
        />
      </Menu>
      <Button onClick={() => toasts.add({ title: t("toast"), description: t("hint") })}>
        {t("showToast")}
      </Button>
      <Button onClick={() => toasts.add({ title: t("wrong"), description: t("hint"), type: "error" })}>
        {t("showError")}
      </Button>
    </>
  );
}

function TabsPiece() {
  const t = useTranslations("gallery");
  const [tab, setTab] = useState("a");
  return (
    <div className="w-full">
      <Tabs
        label={t("tabs")}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: "a", label: "ALFA", panel: <p>{t("hint")}</p> },
          { value: "b", label: "BETA", panel: <p>{t("placeholder")}</p> },
        ]}
      />
    </div>
  );
}
