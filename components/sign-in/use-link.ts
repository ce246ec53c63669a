"use client";

import { useEffect, useState } from "react";
import { sendLinkRequest } from "./link-request";

export type Link = { token: string; email: string; name: string };

/** The link in this page's address: `undefined` while it is asked about, null when it opens nothing. */
export function useLink(path: "/api/convite" | "/api/senha"): Link | null | undefined {
  const [link, setLink] = useState<Link | null>();
  useEffect(() => {
    let isGone = false;
    const token = window.location.hash.slice(1);
    void sendLinkRequest<Omit<Link, "token">>(path, "POST", { token }).then((answer) => {
      if (!isGone) setLink(answer.ok ? { token, ...answer.data } : null);
    });
    return () => {
      isGone = true;
    };
  }, [path]);
  return link;
}
