// Hands a code on to the workbook's page through what the browser keeps for it: from an address it would stay in the
// browser's history. The page itself says what to do where nothing may be kept.

const { side, code, language } = document.querySelector("[data-code]").dataset;
const link = document.querySelector("a.open");
try {
  localStorage.setItem(`tw-kit.${side}.workbook`, JSON.stringify({ code, language }));
  location.replace(link.href);
} catch {
  link.focus();
}
