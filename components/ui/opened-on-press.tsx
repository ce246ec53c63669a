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
/** Where what can open goes: its button is the ref's, and what opens lands beside it, in the same landmark. */
export type Place = {
  trigger: RefObject<HTMLButtonElement | null>;
  beside: RefObject<HTMLDivElement | null>;
};

type Props = {
  /** The button as it is while nothing is open. */
  trigger: Trigger;
  popup: "menu" | "dialog";
  /** Fetches what `children` is drawn with. */
  load: () => Promise<unknown>;
  /** Of what holds the button, and holds what opens. */
  className?: string;
  /** Draws the button that can open, and what it opens. */
  children: (place: Place) => ReactNode;
};

/**
 * A button whose popup is fetched when somebody comes near it, as few popups are opened on a visit. The
 * first press puts the button that can open in its place, which looks and is called the same, and passes
 * that press on to it.
 */
export function OpenedOnPress({ className, ...props }: Props) {
  const beside = useRef<HTMLDivElement>(null);
  const [press, setPress] = useState<Event | null>(null);
  return (
    <div ref={beside} className={className}>
      {press ? (
        <Opening press={press} beside={beside}>
          {props.children}
        </Opening>
      ) : (
        <Closed {...props} onPress={setPress} />
      )}
    </div>
  );
}

function Closed({ trigger, popup, load, onPress }: Props & { onPress: (press: Event) => void }) {
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
    if (isFetched && document.activeElement === currentTarget) onPress(copyOf(nativeEvent));
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

type OpeningProps = { press: Event; beside: Place["beside"]; children: Props["children"] };

function Opening({ press, beside, children }: OpeningProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const isPassedOn = useRef(false);
  useEffect(() => {
    if (isPassedOn.current) return;
    isPassedOn.current = true;
    trigger.current?.focus({ preventScroll: true });
    trigger.current?.dispatchEvent(press);
  }, [press]);
  return children({ trigger, beside });
}

/** Of the same kind, with the same key or pointer: how it was opened decides what is focused. */
function copyOf(event: Event): Event {
  const Kind = event.constructor as typeof Event;
  return new Kind(event.type, event);
}
