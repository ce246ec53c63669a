"use client";

import { type Messages, NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import { type ReactNode, useMemo } from "react";

/** Adds words to those that stand around it. */
export function AddedWords({ words, children }: { words: object; children: ReactNode }) {
  const around = useMessages();
  const messages = useMemo<Messages>(() => ({ ...around, ...words }), [around, words]);
  return (
    <NextIntlClientProvider locale={useLocale()} messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}
