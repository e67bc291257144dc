// Choices that are native radio buttons or checkboxes, each a large card: a sign, a word and what it means.

import { freshId, make } from "./dom.js";

const MOMENT_MS = 450; // long enough to see what one chose

function card(input, { sign, tone, label, meaning, art }) {
  const mark = sign === undefined ? null : make("span", { class: "sign", "aria-hidden": "true" }, sign);
  const words = make("span", { class: "label" }, make("b", {}, label), meaning ? make("small", {}, meaning) : null);
  const tick = make("span", { class: "tick", "aria-hidden": "true" });
  const face = make("span", { class: "face" }, mark, art, words, tick);
  return make("label", { class: `choice ${tone ?? ""}` }, input, face);
}

// One of several. By pointer, choosing also goes on after a moment; by keyboard it does not, since arrows choose.
export function oneOf(session, { legend, options, chosen, onChoose, onDone = null, isTight = false }) {
  const name = freshId();
  let hasPointer = false;
  let timer = null;
  const screen = session.screen;

  const choose = (value) => {
    if (undo !== null && (value === null || !hasPointer)) undo.hidden = value === null; // by pointer one is gone soon
    onChoose(value);
  };
  const moveOn = () => {
    if (onDone === null || !hasPointer) return;
    clearTimeout(timer);
    timer = setTimeout(() => session.screen === screen && onDone(), MOMENT_MS);
  };
  const cards = options.map((option) => {
    const input = make("input", {
      type: "radio", name, value: String(option.value), checked: option.value === chosen,
      on: { change: () => choose(option.value), click: moveOn },
    });
    return card(input, option);
  });
  const undo = onDone === null ? null : make("button", {
    type: "button", class: "quiet undo", hidden: chosen === null,
    on: { click: () => {
      clearTimeout(timer);
      const inputs = cards.map((each) => each.control);
      for (const input of inputs) input.checked = false;
      inputs[0].focus();
      choose(null);
    } },
  }, session.words.say("choice.undo"));
  const group = make("fieldset", {
    class: `choices ${isTight ? "tight" : ""}`,
    on: { pointerdown: () => { hasPointer = true; }, keydown: () => { hasPointer = false; } },
  }, make("legend", {}, legend), cards);
  return [group, undo];
}

// Any of several, each by itself.
export function anyOf({ legend, options, onChange, isTight = false }) {
  const cards = options.map((option) => {
    const input = make("input", {
      type: "checkbox", value: String(option.value), checked: option.isChosen,
      on: { change: (event) => onChange(option.value, event.target.checked, event.target) },
    });
    return card(input, option);
  });
  return make("fieldset", { class: `choices ${isTight ? "tight" : ""}` }, make("legend", {}, legend), cards);
}
