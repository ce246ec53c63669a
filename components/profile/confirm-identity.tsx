"use client";

import { type ReactNode, useState } from "react";
import { Button } from "../ui/button";
import { IdentityDialog, type Wrong } from "./identity-dialog";

type Props = {
  label: string;
  icon: ReactNode;
  kind?: "danger" | "secondary";
  title: string;
  description: string;
  /** What was wrong, or null: it is done. */
  act: (identity: { password: string; code: string }) => Promise<Wrong>;
};

/** A button for what takes the person: it asks who they are before it acts. */
export function ConfirmIdentity({ label, icon, kind = "secondary", title, description, act }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind={kind} onClick={() => setOpen(true)}>
        {icon}
        {label}
      </Button>
      {isOpen ? (
        <IdentityDialog
          title={title}
          description={description}
          confirm={label}
          kind={kind === "danger" ? "danger" : "primary"}
          asksCode
          onClose={() => setOpen(false)}
          onProve={act}
        />
      ) : null}
    </>
  );
}
