// The code: big, to copy, to print, as a QR picture; and for how long it opens the workbook.

import { make, qrDrawing } from "./dom.js";
import { button } from "./parts.js";

const KEEPING = "keep_for_next_visit"; // the consent that keeps answers for longer

function copiedBySelecting(shown) {
  const selection = window.getSelection();
  selection.selectAllChildren(shown);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

async function isCopied(text, shown) {
  if (!navigator.clipboard) return copiedBySelecting(shown); // plain http in a room has none
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelecting(shown);
  }
}

export function codeCard(session, { isShort = false } = {}) {
  const { words, code, qr } = session;
  const shown = make("p", { class: "code", translate: "no" }, code);
  const said = make("p", { class: "notice", hidden: true });
  const copy = async () => {
    const sentence = words.say((await isCopied(code, shown)) ? "code.copied" : "code.selected");
    said.hidden = false;
    said.textContent = sentence;
    session.onSay(sentence);
  };
  return make("div", { class: `code-card ${isShort ? "short" : ""}` },
    make("p", { class: "code-what" }, words.say("code.card")),
    shown,
    qr ? qrDrawing(qr, words.say("code.qr", { code })) : null,
    make("div", { class: "pair" },
      button(words.say("code.copy"), copy), button(words.say("code.print"), () => session.print())),
    said);
}

export function keptHowLong(session) {
  const isLong = KEEPING in (session.view.consents ?? {});
  return make("p", { class: "hint" }, session.words.say(isLong ? "code.kept_long" : "code.kept_short"));
}

export function codeScreen(session) {
  const { words } = session;
  return {
    heading: words.say("code.heading"),
    why: words.say("code.why"),
    body: [codeCard(session), make("p", { class: "warning" }, words.say("code.lost")), keptHowLong(session)],
    nextLabel: words.say("code.next"),
  };
}
