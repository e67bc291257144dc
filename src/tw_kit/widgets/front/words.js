// The words of the page in one language, for one side, in the wording that fits the person.

export const LOCALES = { en: "en", fr: "fr-CA" };

export class Words {
  constructor(words) {
    this.all = words;
    this.language = "en";
    this.variant = null;
  }

  get other() {
    return this.language === "en" ? "fr" : "en";
  }

  // A text of {en, fr} in the page's language.
  of(text, facts = {}) {
    if (!text) return "";
    const said = text[this.language] ?? text.en ?? "";
    return said.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
  }

  find(id) {
    const { texts, audience } = this.all;
    const fitting = this.variant === null ? [] : [`${id}.${audience}.${this.variant}`, `${id}.${this.variant}`];
    const found = [...fitting, `${id}.${audience}`, id].find((each) => each in texts);
    return found === undefined ? null : texts[found];
  }

  say(id, facts = {}) {
    const text = this.find(id);
    return text === null ? id : this.of(text, facts);
  }

  // A text that depends on a number; French counts 0 as one.
  count(id, count, facts = {}) {
    const isOne = count === 1 || (this.language === "fr" && count === 0);
    return this.say(`${id}.${isOne ? "one" : "other"}`, { ...facts, count });
  }

  statement(id) {
    const words = this.all.statements[id];
    if (!words) return null;
    return this.variant === null ? words : { ...words, ...(words[this.variant] ?? {}) };
  }

  // The sentence of a statement, as this side is asked for it or offers it.
  sentence(id) {
    const words = this.statement(id);
    return words === null ? id : this.of(words.ask ?? words.offer);
  }

  // A sentence of the clarity check.
  clarity(id) {
    const item = this.all.clarity.items.find((each) => each.id === id) ?? {};
    return this.of(item[`text_${this.variant}`] ?? item.text);
  }

  isPrivate(id) {
    return this.all.statements[id]?.private === true;
  }

  factor(id) {
    return this.all.factors.find((factor) => factor.id === id) ?? { id, name: { en: id, fr: id }, icon: [] };
  }

  // A factor's name as a heading: content has it in small letters, for the middle of a sentence.
  factorName(id) {
    const name = this.of(this.factor(id).name);
    return name.charAt(0).toLocaleUpperCase(LOCALES[this.language]) + name.slice(1);
  }

  // Levels, in order, of "asks" or "offers".
  levels(part) {
    const fitting = `meaning_${this.variant}`;
    return this.all[part].map((level) => ({
      value: level.id,
      label: this.of(level.label),
      meaning: this.of(level[fitting] ?? level.meaning),
    }));
  }

  levelLabel(part, id) {
    return this.levels(part).find((level) => level.value === id)?.label ?? "";
  }
}
