/* Three proposals side by side, each with its price: which one goes into the draft is chosen by looking. */
import { ask } from "./api.js";
import { element, number, say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/* What is asked for each: few moves, even loads, and a fresh division along roads and rivers. */
const WISHES = [
  { name: "fewMoves", body: { kind: "rebalance", limit: 1.12 } },
  { name: "evenLoads", body: { kind: "rebalance", limit: 1.03 } },
  { name: "alongWays", body: { kind: "split" } },
];

/* The bodies of three requests for a village; a fresh division follows what lines the county has. */
export function wishes({ village, target, borders, layers }) {
  return WISHES.map(({ name, body }) => ({
    name: name === "alongWays" && !layers.length ? "fromScratch" : name,
    body: { village, borders, target, ...body, ...(body.kind === "split" ? { layers } : {}) },
  }));
}

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/* The grids in the colours of their loads, within the outline of the village. */
function picture({ width, height, rim, grids }, label) {
  const drawn = shape("svg", { viewBox: `-2 -2 ${width + 4} ${height + 4}`, role: "img", "aria-label": label });
  drawn.append(
    ...grids.map(({ path, fit }) => shape("path", { d: path, class: `load ${fit}` })),
    shape("path", { d: rim, class: "rim" }),
  );
  return drawn;
}

/* Households moved, contacts across borders, the largest load, and how even and compact it is. */
function price({ moved, crossing_before: before, crossing_after: after, balance_worst: balance, compactness }, grids) {
  const largest = Math.max(...grids.map((grid) => grid.households));
  return [
    [say("movedHouseholds"), number(moved)],
    [say("crossingContacts"), `${number(before)} → ${number(after)}`],
    [say("largestLoad"), number(largest)],
    [say("balance"), number(balance, 2)],
    [say("compactness"), number(compactness, 2)],
  ].flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
}

export class Proposals {
  /* `watched`: waits for a job; `take`: puts the proposal of that body into the draft. */
  constructor({ address, watched, take }) {
    Object.assign(this, { address, watched, take });
    this.box = document.getElementById("proposals");
  }

  /* One after the other: each is shown as soon as it is there, and one that cannot be made says why. */
  async show(asked) {
    const cards = wishes(asked).map((wish) => ({
      ...wish,
      card: element("li", { class: "proposal", "aria-busy": "true" }),
    }));
    this.box.replaceChildren(...cards.map(({ card, name }) => (card.append(element("h3", {}, say(name))), card)));
    this.box.hidden = false;
    for (const { card, name, body } of cards) {
      try {
        const { job } = await ask("POST", this.address, { ...body, take: false });
        const { result } = await this.watched(job);
        this.#fill(card, name, body, result);
      } catch (error) {
        card.append(element("p", { class: "small" }, [error.message, error.remedy].filter(Boolean).join(" ")));
      }
      card.removeAttribute("aria-busy");
    }
  }

  #fill(card, name, body, { figures, thumbnails: [drawn] }) {
    const chosen = async () => {
      await this.take(body);
      for (const one of this.box.children) one.classList.toggle("chosen", one === card);
    };
    card.append(
      picture(drawn, say("drawingOf", { name: say(name) })),
      element("dl", {}, ...price(figures, drawn.grids)),
      element("button", { type: "button", class: "button plain", click: chosen }, say("takeProposal")),
    );
  }
}
