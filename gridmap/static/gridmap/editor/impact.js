/* What the drawing would mean, before and after, while one draws: the whole plan in a line of figures, each grid in a row. */
import { Rows } from "./rows.js";
import { element, nameOf, number, say } from "./words.js";

const COLUMNS = [
  ["households", 0],
  ["special", 0],
  ["residents", 0],
  ["mu", 1],
  ["compactness", 2],
  ["crossing", 0],
  ["unlinked", 0],
  ["unvisited", 0],
  ["special_overdue", 0],
];

const rows = new Rows(document.getElementById("impact-box"));

export function showImpact({ villages, grids, impact, target }) {
  totals(villages, impact, target);
  rows.show(
    [
      ...grids.map((grid) => ({
        key: grid.key,
        name: nameOf(grid),
        before: grid.before,
        after: grid.figures,
        tag: grid.continues ? "" : say("new"),
      })),
      ...impact.ended.map((grid) => ({
        key: grid.code,
        name: grid.name || grid.code,
        before: grid.before,
        after: null,
        tag: say("ends"),
      })),
    ],
    row,
  );
  leaders(impact.leaders, new Map(grids.map((grid) => [grid.key, nameOf(grid)])));
}

function totals(villages, impact, target) {
  const { contacts } = impact;
  const told = [
    [say("movedHouseholds"), say("ofAll", { n: number(impact.moved), all: number(impact.households) })],
    [say("crossingContacts"), change(contacts.crossing_before, contacts.crossing_after)],
    [say("newlyCrossing"), say("ofMembers", { n: number(contacts.newly_crossing), members: number(contacts.members) })],
    [
      say("specialHouseholds"),
      villages
        .map((village) => (villages.length > 1 ? `${village.name} ${village.special}` : village.special))
        .join(say("betweenItems")),
    ],
    [say("target"), `${number(target[0])}–${number(target[1])}`],
  ];
  document
    .getElementById("impact-totals")
    .replaceChildren(...told.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

function row({ name, before, after, tag }) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name, tag ? element("span", { class: "tag" }, tag) : ""),
    ...COLUMNS.map(([column, digits]) => {
      const cell = element("td", { class: "number" }, change(before?.[column], after?.[column], digits));
      if (column === "households" && after && after.target !== "within")
        cell.append(element("span", { class: "tag warn" }, say(after.target)));
      return cell;
    }),
  );
}

/* One number where nothing changes, else both. */
function change(before, after, digits = 0) {
  const [was, is] = [number(before, digits), number(after, digits)];
  return was === is ? is : `${was} → ${is}`;
}

function leaders(found, names) {
  const list = document.getElementById("impact-leaders");
  list.replaceChildren(
    ...found.map((leader) =>
      element(
        "li",
        {},
        say(leader.leads.length ? "leads" : "postEnds", {
          name: leader.name,
          grid: leader.grid,
          leads: leader.leads.map((key) => names.get(key) || key).join(say("betweenItems")),
        }),
      ),
    ),
  );
  list.parentNode.hidden = !found.length;
}
