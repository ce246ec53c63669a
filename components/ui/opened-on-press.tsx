"use client";

import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
  type RefObject,
  type SyntheticEvent,
  useEffect,
  useRef,
  useState,
} from "react";

export type Trigger = ReactElement<ComponentProps<"button">>;
export type TriggerRef = RefObject<HTMLButtonElement | null>;

type Props = {
  /** The button as it is while nothing is open. */
  trigger: Trigger;
  popup: "menu" | "dialog";
  /** Fetches what `children` is drawn with. */
  load: () => Promise<unknown>;
  /** Draws the button that can open, with the ref on it, and what it opens. */
  children: (trigger: TriggerRef) => ReactNode;
};

/**
 * A button whose popup is fetched when somebody comes near it, as few popups are opened on a visit. The
 * first press puts the button that can open in its place, which looks and is called the same, and passes
 * that press on to it.
 */
export function OpenedOnPress({ trigger, popup, load, children }: Props) {
  const [press, setPress] = useState<Event | null>(null);
  if (press) return <Opening press={press}>{children}</Opening>;
  const fetchAhead = () => void load().catch(() => undefined);
  async function take({ nativeEvent, currentTarget }: SyntheticEvent<HTMLButtonElement>) {
    // Safari leaves the focus elsewhere.
    currentTarget.focus();
    const isFetched = await load().then(
      () => true,
      // Without a network the button stays what it is, and the next press tries again.
      () => false,
    );
    // Who went on to something else meanwhile is not called back.
    if (isFetched && document.activeElement === currentTarget) setPress(copyOf(nativeEvent));
  }
  return cloneElement(trigger, {
    type: "button",
    "aria-haspopup": popup,
    "aria-expanded": false,
    onPointerEnter: fetchAhead,
    onFocus: fetchAhead,
    onClick: take,
    onKeyDown: (event) => {
      if (popup !== "menu" || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      event.preventDefault();
      void take(event);
    },
  });
}

function Opening({ press, children }: { press: Event; children: Props["children"] }) {
  const trigger = useRef<HTMLButtonElement>(null);
  const isPassedOn = useRef(false);
  useEffect(() => {
    if (isPassedOn.current) return;
    isPassedOn.current = true;
    trigger.current?.focus({ preventScroll: true });
    trigger.current?.dispatchEvent(press);
  }, [press]);
  return children(trigger);
}

/** Of the same kind, with the same key or pointer: how it was opened decides what is focused. */
function copyOf(event: Event): Event {
  const Kind = event.constructor as typeof Event;
  return new Kind(event.type, event);
}
