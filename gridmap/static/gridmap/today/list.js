/* The list of households. All names are set with textContent. */
import { finds, metres } from "./find.js";

export function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  return made;
}

function swatch(tone) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  const square = document.createElementNS(space, "rect");
  for (const [key, value] of Object.entries({ class: "swatch", width: 16, height: 16, "aria-hidden": "true" })) {
    made.setAttribute(key, value);
  }
  for (const [key, value] of Object.entries({ width: 16, height: 16, rx: 2, fill: `url(#tone-${tone})` })) {
    square.setAttribute(key, value);
  }
  made.appendChild(square);
  return made;
}

function line(home, told) {
  const item = element("li");
  item.dataset.token = home.token;
  const link = element("a");
  link.href = `/households/${encodeURIComponent(home.token)}/`;
  const first = element("span", "", "first");
  first.append(element("b", home.head), " ", element("small", home.number));
  if (told.waiting.has(home.token)) first.append(" ", element("span", told.words.waits, "tag"));
  const second = element("span", "", "second");
  const status = element("span", "", "status");
  status.append(swatch(home.status), element("span", told.words[home.status]));
  second.append(status, element("span", home.reason));
  const away = metres(home, told.here);
  const place = [home.place, home.address, away === null ? "" : told.words.metres.replace("0", away)];
  link.append(first, second, element("span", place.filter(Boolean).join(" · "), "third"));
  item.append(link);
  return item;
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

/* Draws the groups anew; with a position, nearest first in one list. Returns the households in the order shown. */
export function draw(box, homes, told) {
  const found = homes.filter((home) => finds(home, told.text));
  const groups = told.here
    ? [["near", [...found].sort((a, b) => (metres(a, told.here) ?? Infinity) - (metres(b, told.here) ?? Infinity))]]
    : ["urgent", "due", "rest"].map((name) => [name, found.filter((home) => home.group === name)]);
  const drawn = groups.filter(([, some]) => some.length).map(([name, some]) => {
    const section = element("section", "", "group");
    section.append(element("h2", `${told.words[`group_${name}`]} ${some.length}`));
    const list = element("ul", "", "people today");
    list.append(...some.map((home) => line(home, told)));
    section.append(list);
    return section;
  });
  const nothing = homes.length ? told.words.nobody : told.words.none;
  put(box, drawn.length ? drawn : [element("p", nothing, "empty")]);
  return groups.flatMap(([, some]) => some);
}
