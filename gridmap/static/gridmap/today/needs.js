/* Needs on the phone: the part of a form that says one, the form without a visit, and what is told of those that are open. */
import { element } from "./list.js";

const LAST_USED = 4;
/* More lines of a kind are folded at first. */
const SHORT = 3;
export const OTHER = "other";

/* The text whose SHA-256 the service sends back: NeedReport.digest in geodata/needs/recording.py. `visit`: the hash of its visit, or null. */
export function contentOfNeed(entry, visit) {
  const told = entry.body;
  const named = [...told.named].sort((a, b) => a - b);
  const said = [told.kind, told.category, told.urgency, "", told.text, told.raised_on, told.source, ""];
  return JSON.stringify([
    entry.home,
    "",
    null,
    ...said,
    told.sensitive,
    named,
    null,
    told.settled,
    [],
    told.parties ?? "",
    visit,
  ]);
}

/* What is taken apart where the need is not accepted: the visit goes its own way, to the register or to the office. */
export function visitOf(entry) {
  const { client_id: id, visit } = entry.body;
  return {
    ...entry,
    id: `${entry.id}-visit`,
    what: undefined,
    label: undefined,
    tried: 0,
    body: { client_id: id, ...visit },
  };
}

export function withoutVisit(entry) {
  return { ...entry, body: { ...entry.body, visit: null, source: "resident" } };
}

/* Kind, category, urgency and text: the usual ones are chosen. Categories are put in by what the phone has taken along. */
export class NeedPart {
  constructor(box) {
    this.box = box;
    this.fields = (name) => [...box.querySelectorAll(`[name="need_${name}"]`)];
    box.addEventListener("change", () => this.tell());
  }

  /* `known`: categories as pairs, codes that were used last, and people whom it may be about. */
  fill({ categories = [], used = [], people = [] }) {
    const place = ([code]) => (used.includes(code) ? used.indexOf(code) : used.length);
    const sorted = categories.map((one) => [...one, place(one)]).sort((a, b) => a[2] - b[2]);
    const first = sorted.some(([code]) => code === OTHER) ? OTHER : sorted[0]?.[0];
    this.options("[data-categories]", "radio", "need_category", sorted);
    this.options(
      "[data-named]",
      "checkbox",
      "need_named",
      people.map((one) => [String(one.id), one.name]),
    );
    this.people = people.length;
    for (const one of this.fields("category")) one.checked = one.defaultChecked = one.value === first;
    this.tell();
  }

  options(where, type, name, choices) {
    this.box.querySelector(`${where} .options`).replaceChildren(
      ...choices.map(([value, text]) => {
        const label = element("label");
        const input = element("input");
        Object.assign(input, { type, name, value });
        label.append(input, element("span", text));
        return label;
      }),
    );
  }

  /* What is settled on the spot says what was done; what is about somebody is settled by nobody here. */
  tell() {
    const [spot] = this.fields("spot");
    const [sensitive] = this.fields("sensitive");
    spot.closest("fieldset").querySelector("label:has([name=need_spot])").hidden = sensitive.checked;
    if (sensitive.checked) spot.checked = false;
    this.box.querySelector("[data-settled]").hidden = !spot.checked;
    this.box.querySelector("[data-parties]").hidden = !this.isDispute();
    this.box.querySelector("[data-sensitive]").hidden = !sensitive.checked;
    this.box.querySelector("[data-named]").hidden = !sensitive.checked || !this.people;
  }

  /* Only then are there parties. */
  isDispute() {
    return this.fields("kind").some((one) => one.checked && one.value === "dispute");
  }

  text() {
    return this.fields("text")[0].value.replace(/\r\n?/g, "\n").trim();
  }

  said() {
    const chosen = (name) => this.fields(name).find((one) => one.checked)?.value;
    const sensitive = this.fields("sensitive")[0].checked;
    const spot = this.fields("spot")[0].checked;
    const named = this.fields("named").filter((one) => one.checked);
    return {
      kind: chosen("kind"),
      category: chosen("category"),
      urgency: Number(chosen("urgency")),
      text: this.text(),
      sensitive,
      named: sensitive ? named.map((one) => Number(one.value)) : [],
      parties: this.isDispute() ? this.fields("parties")[0].value.trim() : "",
      settled: spot ? this.fields("settled")[0].value.trim() || this.fields("settled")[0].defaultValue : "",
    };
  }

  label() {
    const category = this.fields("category").find((one) => one.checked);
    return category ? category.closest("label").textContent.trim() : "";
  }
}

export function nowUsed(used, code) {
  return [code, ...used.filter((one) => one !== code)].slice(0, LAST_USED);
}

/* A need without a visit: somebody has called, or came to the office. */
export class NeedPanel {
  constructor(dialog, actions) {
    this.dialog = dialog;
    this.actions = actions;
    this.form = dialog.querySelector("form");
    this.part = new NeedPart(this.form);
    this.form.elements.need_text.required = true;
    this.done = dialog.querySelector("[data-recorded]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    dialog.querySelectorAll("[data-close]").forEach((one) => one.addEventListener("click", () => this.close()));
    dialog.querySelector("[data-withdraw]").addEventListener("click", () => this.undo());
    dialog.addEventListener("close", () => this.actions.closed());
  }

  open(home) {
    this.home = home;
    this.form.reset();
    this.form.hidden = false;
    this.done.hidden = true;
    this.dialog.querySelector("[data-whose]").textContent = home.head;
    this.part.fill(this.actions.known(home));
    Object.assign(this.form.elements.raised_on, { value: this.actions.day(), max: this.actions.day() });
    if (!this.dialog.open) {
      if (this.dialog.showModal) this.dialog.showModal();
      else this.dialog.setAttribute("open", "");
    }
    this.dialog.scrollTop = 0;
  }

  close() {
    if (this.dialog.close) this.dialog.close();
    else this.dialog.removeAttribute("open");
  }

  async save() {
    const { source, raised_on: day } = this.form.elements;
    const said = { ...this.part.said(), source: source.value, raised_on: day.value, visit: null };
    this.entry = await this.actions.report(this.home, this.part.label(), said);
    this.form.hidden = true;
    this.done.hidden = false;
    this.tell(this.actions.words.saved.replace("{name}", `${this.home.head} · ${this.entry.label}`));
    // What is settled is done: nobody takes that back by a tap.
    this.dialog.querySelector("[data-withdraw]").hidden = Boolean(said.settled);
    this.done.querySelector("[data-close]").focus();
  }

  tell(text) {
    this.dialog.querySelector("[data-told]").textContent = text;
  }

  async undo() {
    this.dialog.querySelector("[data-withdraw]").hidden = true;
    await this.actions.undo(this.entry);
    this.tell(this.actions.words.undone);
  }
}

/* One need in a line; with `ask` those concerned can be asked: what they say goes through the outbox. */
function line(need, head, told) {
  const item = element("li");
  item.dataset.need = need.id;
  const first = element("span", "", "first");
  first.append(element("b", head), " ", element("small", need.number));
  const second = element("span", "", "second");
  if (need.late) second.append(element("span", told.words.needs_late, "tag warn"));
  second.append(element("span", need.told));
  if (told.waiting.has(need.id)) second.append(element("span", told.words.waits, "tag"));
  const lines = [first, second, element("span", [need.category, need.words].filter(Boolean).join(" · "), "third")];
  item.append(need.ask && !told.waiting.has(need.id) ? asked(need, lines, told) : opened(need, lines));
  return item;
}

function opened(need, lines) {
  const link = element("a");
  link.href = `/needs/${need.number}/`;
  link.append(...lines);
  return link;
}

/* Two taps: which, and what they say. Who is not satisfied says why. */
function asked(need, lines, told) {
  const box = element("details");
  const summary = element("summary");
  summary.append(...lines);
  const answers = element("div", "", "actions");
  const why = element("form", "", "field");
  why.hidden = true;
  const reason = element("input");
  Object.assign(reason, { type: "text", required: true, maxLength: 200, id: `why-${need.id}` });
  const label = element("label", told.words.needs_why);
  label.htmlFor = reason.id;
  const send = element("button", told.words.answer_not, "button wide");
  why.append(label, reason, send);
  why.addEventListener("submit", (event) => {
    event.preventDefault();
    told.answer(need, "not", reason.value.trim());
  });
  for (const answer of ["satisfied", "mostly", "not"]) {
    const button = element("button", told.words[`answer_${answer}`], "button plain");
    button.type = "button";
    button.dataset.answer = answer;
    button.addEventListener("click", () => {
      if (answer !== "not") return told.answer(need, answer, "");
      why.hidden = false;
      return reason.focus();
    });
    answers.append(button);
  }
  box.append(summary, answers, why);
  return box;
}

/* An assignment or a supervision. */
function waitingLine(one, told) {
  const item = element("li");
  const link = element("a");
  link.href = one.link;
  const first = element("span", "", "first");
  first.append(element("b", one.number));
  const second = element("span", "", "second");
  if (one.late) second.append(element("span", told.words.needs_late, "tag warn"));
  second.append(element("span", one.told));
  link.append(first, second);
  item.append(link);
  return item;
}

/* What waits for oneself, what is to be asked, then what is open; all by the order of the service. `heads`: names by token. */
export function drawNeeds(box, needs, told, waiting = []) {
  // Drawn anew only when something else is to be said: what is being answered stays open under the thumb.
  const said = JSON.stringify([needs, waiting, [...told.waiting], told.heads]);
  if (box.dataset.drawn === said) return;
  box.dataset.drawn = said;
  const own = (need) => line(need, told.heads[need.household] || "", told);
  const parts = [
    [told.words.needs_waiting, waiting.map((one) => waitingLine(one, told))],
    [told.words.needs_ask, needs.filter((need) => need.ask).map(own)],
    [told.words.needs_open, needs.filter((need) => !need.ask).map(own)],
  ];
  box.replaceChildren(
    ...parts
      .filter(([, lines]) => lines.length)
      .map(([title, lines]) => {
        const section = element("section", "", "group");
        const fold = element("details");
        fold.open = lines.length <= SHORT;
        const head = element("summary");
        head.append(element("h2", `${title} ${lines.length}`));
        const list = element("ul", "", "people needs");
        list.append(...lines);
        fold.append(head, list);
        section.append(fold);
        return section;
      }),
  );
}
