// What the workbook holds: what the server said, with what it has not yet acknowledged applied on top.

// Spaces alone are no words.
function worded(text) {
  return (text ?? "").trim() === "" ? "" : text;
}

function withKey(mapping, key, value) {
  const changed = { ...(mapping ?? {}) };
  if (value === null || value === undefined || value === "") delete changed[key];
  else changed[key] = value;
  return changed;
}

function withOne(list, one) {
  return [...new Set([...(list ?? []), one])];
}

function answered(part) {
  return (view, { statement, level }) => ({
    [part]: withKey(view[part], statement, level),
    skipped: (view.skipped ?? []).filter((each) => each !== statement),
  });
}

function placed(view, map, change) {
  const old = view.maps?.[map] ?? { about: "", ratings: {} };
  const place = { ...old, ...change(old) };
  const isEmpty = place.about === "" && Object.keys(place.ratings).length === 0;
  return { maps: withKey(view.maps, map, isEmpty ? null : place) };
}

// The same rules as the server's, for the parts of the view that they touch.
const RULES = {
  language_chosen: (view, { language }) => ({ language }),
  variant_chosen: (view, { variant }) => ({ variant }),
  consent_given: (view, { scope, version }) => ({ consents: withKey(view.consents, scope, version) }),
  consent_withdrawn: (view, { scope }) => ({ consents: withKey(view.consents, scope, null) }),
  ask_answered: answered("asks"),
  offer_answered: answered("offers"),
  statement_skipped: (view, { statement }) =>
    view.asks?.[statement] || view.offers?.[statement] ? {} : { skipped: withOne(view.skipped, statement) },
  evidence_chosen: (view, { statements }) => ({ evidence_chosen: statements }),
  evidence_written: (view, { statement, text }) => ({ evidence: withKey(view.evidence, statement, worded(text)) }),
  reflection_written: (view, { factor, text }) => ({ reflections: withKey(view.reflections, factor, worded(text)) }),
  clarity_answered: (view, { when, item, value }) => ({
    clarity: { ...(view.clarity ?? {}), [when]: withKey(view.clarity?.[when], item, value) },
  }),
  place_named: (view, { map, text }) => placed(view, map, () => ({ about: worded(text) })),
  place_rated: (view, { map, factor, rating }) =>
    placed(view, map, (place) => ({ ratings: withKey(place.ratings, factor, rating) })),
  magnets_chosen: (view, { magnets }) => ({ magnets }),
  step_written: (view, { number, what, by, who }) => {
    const step = { what: worded(what), by, who: worded(who) || null };
    return { steps: withKey(view.steps, number, step.what || step.by || step.who ? step : null) };
  },
  step_removed: (view, { number }) => ({ steps: withKey(view.steps, number, null) }),
  private_released: (view, { statement }) => ({ released: withOne(view.released, statement) }),
  private_withheld: (view, { statement }) => ({ released: (view.released ?? []).filter((each) => each !== statement) }),
  screen_reached: (view, { screen }) => ({ screen }),
  sitting_finished: () => ({ is_finished: true }),
};

export function withEvents(view, events) {
  return events.reduce((held, { kind, data }) => ({ ...held, ...(RULES[kind]?.(held, data) ?? {}) }), view);
}

// What an event is about: a later one about the same thing makes an unsent earlier one needless.
export function aboutWhat({ kind, data }) {
  const thing = data.statement ?? data.factor ?? data.item ?? data.number ?? data.scope ?? "";
  const family = kind.replace(/_(given|withdrawn|released|withheld|written|removed)$/, "");
  return [family, data.when ?? data.map ?? "", thing].join(" ");
}
