// Asking for a handout, and handing the file over: no link to anywhere, the bytes come with the answer.

import { make } from "./dom.js";
import { button } from "./parts.js";
import { LOCALES } from "./words.js";

function handOver({ name, media_type: type, base64 }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// Buttons for the four handouts: this language's PDF first.
export function handouts(session) {
  const { words } = session;
  const said = make("p", { class: "notice", hidden: true });
  const tell = (text) => {
    said.hidden = text === null;
    said.textContent = text ?? "";
    if (text !== null) session.onSay(text);
  };
  const fetchOne = async (language, format, event) => {
    const pressed = event.currentTarget;
    if (pressed.getAttribute("aria-disabled") === "true") return;
    pressed.setAttribute("aria-disabled", "true");
    tell(words.say("handout.making"));
    session.drafts.settleAll();
    await session.queue.settled(4);
    const reply = await session.link.ask({ type: "handout", language, format });
    pressed.removeAttribute("aria-disabled");
    if (reply?.type !== "handout") return tell(reply?.sentence ? words.of(reply.sentence) : words.say("lost.short"));
    handOver(reply);
    return tell(words.say("handout.made", { name: reply.name }));
  };
  const offer = (language, format, kind) => {
    const id = language === words.language ? `handout.${format}` : `handout.other_${format}`;
    const fetchIt = (event) => fetchOne(language, format, event);
    return button(words.find(id)[language], fetchIt, kind, { lang: LOCALES[language] });
  };
  const { language, other } = words;
  return [
    offer(language, "pdf", "go big"),
    make("div", { class: "others" },
      offer(language, "html", "quiet"), offer(other, "pdf", "quiet"), offer(other, "html", "quiet")),
    said,
  ];
}
