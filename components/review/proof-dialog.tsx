"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../layout/trpc";
import { IdentityDialog, type Wrong } from "../profile/identity-dialog";
import type { Proof } from "./use-decisions";

type Props = {
  title: string;
  description: string;
  confirm: string;
  onClose: () => void;
  onProve: (proof: Proof) => Promise<Wrong>;
};

/** Above the highest band a decision takes the person, not only their screen. */
export function ProofDialog({ onProve, ...props }: Props) {
  const trpc = useTRPC();
  const totp = useQuery({ ...trpc.profile.totp.queryOptions(), staleTime: 60_000 });
  return (
    <IdentityDialog
      {...props}
      asksCode={totp.data?.isOn ?? false}
      onProve={({ password, code }) => onProve({ password, ...(code ? { code } : {}) })}
    />
  );
}
