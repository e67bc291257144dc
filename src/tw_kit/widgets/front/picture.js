// The attract/repel pictures and their table. Right of the line and solid attracts; left of it and hatched repels.

import { draw, freshId, icon, make } from "./dom.js";
import { rank } from "./parts.js";

const [WIDE, ROW] = [180, 26]; // units of the drawing of a row
const [BOX, STEP, FIRST] = [18, 21, 3]; // a box, from one to the next, from the line to the first
const SPAN = 3; // of a rating, to each side

function hatching(id) {
  return draw("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    draw("rect", { width: 6, height: 6, class: "repels-ground" }),
    draw("rect", { width: 2.8, height: 6, class: "repels-line" }));
}

function rowOf(middle, ...shapes) {
  return draw("svg", { viewBox: `0 0 ${WIDE} ${ROW}`, class: "row-picture", "aria-hidden": "true", focusable: "false" },
    draw("rect", { class: "track", x: 0, y: 4, width: WIDE, height: ROW - 8, rx: 4 }), shapes,
    draw("line", { class: "axis", x1: middle, x2: middle, y1: 0, y2: ROW }));
}

const ASKS_MIDDLE = 60; // fewer things push away than attract, so the line stands left of the centre

// Boxes away from the line, one for each answer: full ones nearest to it.
function boxes({ full, open, side, hatch }) {
  const room = (side > 0 ? WIDE - ASKS_MIDDLE : ASKS_MIDDLE) - FIRST;
  const scale = Math.min(1, room / (Math.max(full + open, 1) * STEP));
  return [...Array(full + open).keys()].map((place) => {
    const isFull = place < full;
    const near = FIRST + place * STEP * scale;
    const width = BOX * scale;
    return draw("rect", {
      x: side > 0 ? ASKS_MIDDLE + near : ASKS_MIDDLE - near - width, y: 7, width, height: ROW - 14, rx: 2.5,
      class: `${side > 0 ? "attracts" : "repels"}-${isFull ? "full" : "open"}`,
      fill: side < 0 && isFull ? `url(#${hatch})` : null,
    });
  });
}

function asksDrawing(row, hatch) {
  return rowOf(ASKS_MIDDLE, boxes({ full: row.avoids, open: row.rather_nots, side: -1, hatch }),
    boxes({ full: row.needs, open: row.wants, side: 1, hatch }));
}

function ratingDrawing({ rating }, hatch) {
  const middle = WIDE / 2;
  const reach = (Math.abs(rating ?? 0) / SPAN) * (middle - 4);
  const bar = { y: 4, height: ROW - 8, width: reach, rx: 3 };
  if (rating === 0) return rowOf(middle, draw("circle", { class: "neither", cx: middle, cy: ROW / 2, r: 5 }));
  if (rating > 0) return rowOf(middle, draw("rect", { ...bar, x: middle, class: "attracts-full" }));
  const hatched = { x: middle - reach, class: "repels-full", fill: `url(#${hatch})` };
  return rowOf(middle, rating < 0 ? draw("rect", { ...bar, ...hatched }) : []);
}

function capital(name) {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

function nameOf(row) {
  return [capital(row.name), row.magnet ? [" ", rank(row.magnet)] : null];
}

function picture(session, { rows, label, inWords, drawing, key }) {
  const { words } = session;
  const hatch = freshId();
  const side = (name) => make("span", { class: name }, words.say(`picture.${name}`));
  const described = [label, ...rows.map((row) => `${capital(row.name)}: ${inWords(row)}`)].join(". ");
  return make("figure", { class: "picture" },
    make("div", { role: "img", "aria-label": described },
      draw("svg", { class: "unseen", "aria-hidden": "true" }, draw("defs", {}, hatching(hatch))),
      make("p", { class: "sides" }, make("span", {}, side("repels"), side("attracts"))),
      rows.map((row) => make("div", { class: "picture-row" },
        icon(words.factor(row.factor).icon),
        make("span", { class: "picture-name" }, nameOf(row)),
        drawing(row, hatch)))),
    make("figcaption", { class: "hint" }, words.say(key)));
}

const ASKED = ["needs", "wants", "rather_nots", "avoids"];

export function asksPicture(session, rows) {
  const { words } = session;
  return picture(session, {
    rows,
    label: words.say("picture.asks"),
    inWords: (row) => {
      const told = ASKED.filter((part) => row[part] > 0).map((part) => words.count(`picture.${part}`, row[part]));
      return told.length === 0 ? words.say("picture.nothing") : told.join(", ");
    },
    drawing: asksDrawing,
    key: "picture.asks_key",
  });
}

export function placePicture(session, rows) {
  const { words } = session;
  const label = (row) => words.all.ratings.find((step) => step.value === row.rating)?.label;
  return picture(session, {
    rows,
    label: words.say("picture.place"),
    inWords: (row) => words.of(label(row)) || words.say("answers.none"),
    drawing: ratingDrawing,
    key: "picture.place_key",
  });
}

const OFFERED = ["yes", "negotiable", "no"];

export function pictureTable(session, result) {
  const { words } = session;
  const columns = [...(result.has_map ? ["rating"] : []), ...ASKED, ...OFFERED];
  const signed = (value) => (value > 0 ? `+${value}` : String(value ?? "·").replace("-", "−"));
  const cell = (row, column) => (column === "rating" ? signed(row.rating) : row[column] || "·");
  return make("div", { class: "slide", tabindex: 0, role: "region", "aria-label": words.say("picture.table") },
    make("table", {},
      make("caption", {}, words.say("picture.table")),
      make("thead", {}, make("tr", {},
        make("th", { scope: "col" }, words.say("picture.factor")),
        columns.map((column) => make("th", { scope: "col" }, words.say(`picture.column_${column}`))))),
      make("tbody", {}, result.picture.map((row) => make("tr", {},
        make("th", { scope: "row" }, nameOf(row)),
        columns.map((column) => make("td", {}, String(cell(row, column)))))))));
}
