/* The list of households. All names are set with textContent. */
import { finds, metres } from "./find.js";
import { far, walk } from "./walk.js";

/* As many fit on the screen: then nothing is folded. */
const FEW = 12;

export function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  return made;
}

function swatch(tone) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  const bar = document.createElementNS(space, "rect");
  for (const [key, value] of Object.entries({ class: "mark-of", width: 10, height: 40, "aria-hidden": "true" })) {
    made.setAttribute(key, value);
  }
  for (const [key, value] of Object.entries({ width: 10, height: 40, rx: 5, fill: `url(#tone-${tone})` })) {
    bar.setAttribute(key, value);
  }
  made.appendChild(bar);
  return made;
}

function line({ home, step, away }, told) {
  const item = element("li");
  item.dataset.token = home.token;
  const link = element("a");
  link.href = `/households/${encodeURIComponent(home.token)}/`;
  const first = element("span", "", "first");
  if (step) first.append(element("span", String(step), "step"), " ");
  first.append(element("b", home.head), " ", element("small", home.number));
  if (told.waiting.has(home.token)) first.append(" ", element("span", told.words.waits, "tag"));
  const second = element("span", "", "second");
  second.append(
    element("span", told.words[home.status], "hidden"),
    element("span", [home.why || home.reason, ...(home.tasks ?? [])].join(" · ")),
  );
  // An address names its place.
  const place = [home.address || home.place, away === null ? "" : far(away, told.words)];
  const waits = (home.waiting ?? []).map((text) => {
    const third = element("span", "", "third");
    third.append(element("span", told.words.for_village, "tag"), ` ${text}`);
    return third;
  });
  link.append(
    swatch(home.status),
    first,
    second,
    ...waits,
    element("span", place.filter(Boolean).join(" · "), "third"),
  );
  item.append(link);
  if (!told.done.has(home.token)) item.append(meeting(home, told));
  return item;
}

/* The one button: opens the form with "met" already said. */
function meeting(home, told) {
  const said = told.words.outcome_met.charAt(0).toUpperCase() + told.words.outcome_met.slice(1);
  const button = element("button", said, "button plain");
  button.type = "button";
  button.dataset.met = "";
  button.setAttribute("aria-label", `${said} ${home.head}`);
  return button;
}

/* What is the same stays as it is: drawn anew, it would lose the focus and a tap that has just begun. */
function put(box, shown) {
  shown.forEach((one, place) => {
    const there = box.children[place];
    if (!there) box.append(one);
    else if (!there.isEqualNode(one)) there.replaceWith(one);
  });
  while (box.children.length > shown.length) box.lastElementChild.remove();
}

/* The groups in their order, each household once: the suggested order, what else is urgent or due, the rest, and what was done today.
   With a position the nearest first in one list; a search says all that it finds. */
export function arrange(homes, told) {
  const found = homes.filter((home) => finds(home, told.text));
  const steps = told.text ? [] : walk(found, told);
  const going = new Set(steps.map(({ home }) => home.token));
  const others = found.filter((home) => !going.has(home.token) && !told.done.has(home.token));
  const plain = (some) => some.map((home) => ({ home, away: metres(home, told.here) }));
  const near = [...others].sort((a, b) => (metres(a, told.here) ?? Infinity) - (metres(b, told.here) ?? Infinity));
  const rest = told.here
    ? [["near", plain(near)]]
    : ["urgent", "due", "rest"].map((name) => [name, plain(others.filter((home) => home.group === name))]);
  const walked = steps.map(({ home, away }, place) => ({ home, away, step: place + 1 }));
  const done = plain(found.filter((home) => told.done.has(home.token)));
  return [["walk", walked], ...rest, ["done", done]].filter(([, lines]) => lines.length);
}

/* Whether a group lies open: as the reader left it; else the suggested order, and all where there is little or something is sought. */
function isOpen(name, count, told) {
  return told.folds.get(name) ?? (name === "walk" || name === "near" || Boolean(told.text) || count <= FEW);
}

/* Draws the groups anew. */
export function draw(box, homes, told) {
  const drawn = arrange(homes, told).map(([name, lines]) => {
    const section = element("section", "", `group ${name}`);
    section.dataset.group = name;
    const fold = element("details");
    fold.open = isOpen(name, homes.length, told);
    const head = element("summary");
    head.append(element("h2", `${told.words[`group_${name}`]} ${lines.length}`));
    const list = element(name === "walk" ? "ol" : "ul", "", "people today");
    list.append(...lines.map((one) => line(one, told)));
    fold.append(head, list);
    section.append(fold);
    return section;
  });
  const nothing = homes.length ? told.words.nobody : told.words.none;
  put(box, drawn.length ? drawn : [element("p", nothing, "empty")]);
}
