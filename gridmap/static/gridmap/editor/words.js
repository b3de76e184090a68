/* Sentences in the reader's language: the page carries them as JSON. Always set with textContent. */
const told = JSON.parse(document.getElementById("words").textContent);
const locale = document.documentElement.lang;

/* The sentence of that name with {places} filled in. */
export function say(name, values = {}) {
  return (told[name] ?? name).replace(/\{(\w+)\}/g, (_whole, key) => values[key] ?? "");
}

/* By number of digits: to make one takes longer than to use it. */
const formats = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }),
);

export function number(value, digits = 0) {
  return value === null || value === undefined ? "–" : formats[digits].format(value);
}

const MU = 2000 / 3;

/* Square metres in m² and mu. */
export function land(squareMetres) {
  return say("area", { m2: number(squareMetres), mu: number(squareMetres / MU, 1) });
}

export function distance(metres) {
  return say("metres", { m: number(metres) });
}

/* What a grid is called; a new one without a name by its number in the plan. */
export function nameOf(grid) {
  return grid.name || grid.code || say("newGrid", { n: grid.key.slice(12) });
}

/* An element with text and attributes; listeners as functions. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}
