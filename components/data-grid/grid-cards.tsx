"use client";

import { useState } from "react";
import { LoadMore } from "../layout/load-more";
import type { DataGridProps } from "./grid-parts";

const cardsAtOnce = 30;

/** The same rows on a phone, where columns would hide each other. */
export function GridCards<Item extends object>(props: DataGridProps<Item>) {
  const { items, idOf, card, label, hasMore, isLoadingMore, onMore } = props;
  const [most, setMost] = useState(cardsAtOnce);
  const shown = items.slice(0, most);
  return (
    <div className="flex flex-col gap-3 md:hidden">
      <ul aria-label={label} className="card divide-y divide-line">
        {shown.map((item) => (
          <li key={idOf(item)}>{card(item)}</li>
        ))}
      </ul>
      <LoadMore
        shown={shown.length}
        hasMore={hasMore || items.length > most}
        isBusy={isLoadingMore}
        onMore={() => {
          setMost(most + cardsAtOnce);
          if (items.length < most + cardsAtOnce && hasMore) onMore();
        }}
      />
    </div>
  );
}
