// The attract/repel picture and its table. Right of the line and solid attracts; left of it and hatched repels.

import { draw, freshId, icon, make } from "./dom.js";

const [WIDE, ROW, BOX, STEP] = [300, 26, 18, 22]; // units of the drawing: a row, a box, from one box to the next
const MIDDLE = 110; // fewer things push away than attract, so the line stands left of the centre
const SPAN = 3; // of a rating

function hatching(id) {
  const line = { width: 2.6, height: 6, class: "repels-line" };
  return draw("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    draw("rect", { width: 6, height: 6, class: "repels-ground" }), draw("rect", line));
}

// Boxes away from the line, one for each answer: full ones nearest to it.
function boxes({ full, open, side, hatch }) {
  const shapes = [];
  const most = Math.floor((side > 0 ? WIDE - MIDDLE : MIDDLE) / STEP);
  const scale = Math.min(1, most / Math.max(full + open, 1));
  for (let place = 0; place < full + open; place += 1) {
    const near = MIDDLE + side * (4 + place * STEP * scale);
    const width = BOX * scale;
    const fill = place < full ? (side > 0 ? "attracts-full" : null) : side > 0 ? "attracts-open" : "repels-open";
    shapes.push(draw("rect", {
      x: side > 0 ? near : near - width, y: (ROW - 14) / 2, width, height: 14, rx: 3,
      class: fill ?? "repels-full", style: fill === null ? `fill: url(#${hatch})` : null,
    }));
  }
  return shapes;
}

function ratingMark({ rating }) {
  if (rating === null || rating === undefined) return null;
  const reach = rating > 0 ? WIDE - MIDDLE - 8 : MIDDLE - 8;
  const x = MIDDLE + (rating / SPAN) * reach;
  return draw("path", { class: "rating-mark", d: `M${x} ${ROW / 2 - 6}l6 6-6 6-6-6Z` });
}

function rowDrawing(row, hatch) {
  return draw("svg", { viewBox: `0 0 ${WIDE} ${ROW}`, class: "row-picture", "aria-hidden": "true", focusable: "false" },
    draw("rect", { class: "track", x: 0, y: 4, width: WIDE, height: ROW - 8, rx: 4 }),
    boxes({ full: row.avoids, open: row.rather_nots, side: -1, hatch }),
    boxes({ full: row.needs, open: row.wants, side: 1, hatch }),
    ratingMark(row),
    draw("line", { class: "axis", x1: MIDDLE, x2: MIDDLE, y1: 0, y2: ROW }));
}

function inWords(session, row) {
  const { words } = session;
  const counts = ["needs", "wants", "rather_nots", "avoids"]
    .filter((part) => row[part] > 0)
    .map((part) => words.count(`picture.${part}`, row[part]));
  const told = counts.length === 0 ? words.say("picture.nothing") : counts.join(", ");
  return `${capital(row.name)}: ${told}`;
}

function capital(name) {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

function star(row) {
  return row.magnet ? make("span", { class: "rank" }, `★ ${row.magnet}`) : null;
}

export function attractPicture(session, result) {
  const { words } = session;
  const hatch = freshId();
  const rows = result.picture;
  const label = [words.say("picture.label"), ...rows.map((row) => inWords(session, row))].join(". ");
  const half = (id, side) => make("span", { class: side }, words.say(id));
  return make("figure", { class: "picture" },
    make("div", { role: "img", "aria-label": label },
      draw("svg", { class: "unseen", "aria-hidden": "true" }, draw("defs", {}, hatching(hatch))),
      make("p", { class: "sides", "aria-hidden": "true" }, half("picture.repels", "repels"), half("picture.attracts", "attracts")),
      rows.map((row) => make("div", { class: "picture-row", "aria-hidden": "true" },
        icon(words.factor(row.factor).icon), make("span", { class: "picture-name" }, capital(row.name), star(row)), rowDrawing(row, hatch)))),
    make("figcaption", { class: "hint" }, words.say("picture.key"), result.has_map ? ` ${words.say("picture.key_map")}` : ""));
}

const COLUMNS = ["needs", "wants", "rather_nots", "avoids", "yes", "negotiable", "no"];

export function pictureTable(session, result) {
  const { words } = session;
  const columns = [...(result.has_map ? ["rating"] : []), ...COLUMNS];
  const signed = (value) => (value > 0 ? `+${value}` : String(value ?? "·").replace("-", "−"));
  const cell = (row, column) => (column === "rating" ? signed(row.rating) : row[column] || "·");
  return make("div", { class: "slide", tabindex: 0, role: "region", "aria-label": words.say("picture.table") },
    make("table", {},
      make("caption", {}, words.say("picture.table")),
      make("thead", {}, make("tr", {},
        make("th", { scope: "col" }, words.say("picture.factor")),
        columns.map((column) => make("th", { scope: "col" }, words.say(`picture.column_${column}`))))),
      make("tbody", {}, result.picture.map((row) => make("tr", {},
        make("th", { scope: "row" }, capital(row.name), " ", star(row)),
        columns.map((column) => make("td", {}, String(cell(row, column)))))))));
}
