// Elements, made without ever reading a text as markup: words of people and of content go in as text nodes.

const SVG_SPACE = "http://www.w3.org/2000/svg";

function dressed(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "value" || name === "checked") element[name] = value;
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
    }
  }
  const isThere = (child) => child !== null && child !== undefined && child !== false;
  element.append(...children.flat(Infinity).filter(isThere));
  return element;
}

// make("p", {class: "why", on: {click: f}}, "text", node, null): what is null is left out.
export function make(tag, attributes = {}, ...children) {
  return dressed(document.createElement(tag), attributes, children);
}

export function draw(tag, attributes = {}, ...children) {
  return dressed(document.createElementNS(SVG_SPACE, tag), attributes, children);
}

// An icon from path data, in a box of 24 by 24. Nothing where a factor has none.
export function icon(paths, name = "icon") {
  if (!paths || paths.length === 0) return null;
  const box = { class: name, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" };
  return draw("svg", box, paths.map((d) => draw("path", { d })));
}

const QR_PARTS = ["svg", "g", "path", "rect"];
const QR_ATTRIBUTES = ["viewBox", "width", "height", "d", "x", "y", "transform", "stroke", "stroke-width", "fill"];

// A QR drawing that came as text: only shapes are taken over, whatever else the text holds.
export function qrDrawing(text, label) {
  const parsed = new DOMParser().parseFromString(String(text), "image/svg+xml").documentElement;
  const copy = (from) => {
    if (!QR_PARTS.includes(from.localName)) return null;
    const kept = [...from.attributes].filter((attribute) => QR_ATTRIBUTES.includes(attribute.name));
    return draw(from.localName, Object.fromEntries(kept.map((a) => [a.name, a.value])), [...from.children].map(copy));
  };
  const drawing = copy(parsed);
  if (drawing === null) return null;
  if (!drawing.hasAttribute("viewBox")) {
    const side = (name) => parseFloat(drawing.getAttribute(name)) || 0;
    drawing.setAttribute("viewBox", `0 0 ${side("width")} ${side("height")}`);
  }
  drawing.removeAttribute("width");
  drawing.removeAttribute("height");
  return dressed(drawing, { class: "qr", role: "img", "aria-label": label }, []);
}

let lastId = 0;

// An id that no other element of the page has, however many workbooks are on it.
export function freshId() {
  lastId += 1;
  return `tw-${lastId}`;
}
