/* The visit form over the list: outcome and save, everything else has its usual value. */
import { drawCalls } from "./calls.js";
import { drawQuestions } from "./doors.js";
import { element } from "./list.js";
import { drawNeeds, NeedPart } from "./needs.js";

const UNDO = 10;

export class Panel {
  constructor(dialog, actions) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.done = dialog.querySelector("[data-done]");
    this.actions = actions;
    this.needing = dialog.querySelector("details[data-need]");
    this.need = new NeedPart(this.needing);
    this.needing.addEventListener("toggle", () => this.askNeed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    dialog.querySelectorAll("[data-close]").forEach((one) => one.addEventListener("click", () => this.close()));
    this.form.elements.day.addEventListener("change", () => this.askDay());
    this.form.addEventListener("change", () => this.tellMode());
    dialog.querySelector("[data-undo]").addEventListener("click", () => this.undo());
    dialog.querySelector("[data-next]").addEventListener("click", () => this.open(this.next));
    dialog.querySelector("[data-redo]").addEventListener("click", () => this.open(this.home));
    dialog.addEventListener("close", () => this.actions.closed());
  }

  /* With an outcome it is said already, and one tap saves. */
  open(home, outcome = "") {
    this.home = home;
    window.clearInterval(this.timer);
    this.form.reset();
    this.form.hidden = false;
    this.done.hidden = true;
    this.dialog.querySelector("[data-head]").textContent = home.head;
    this.dialog.querySelector("[data-number]").textContent = home.number;
    this.dialog.querySelector("[data-reason]").textContent = [home.reason, ...(home.tasks ?? [])].join(" · ");
    const waits = this.dialog.querySelector("[data-waits]");
    waits.replaceChildren(...(home.waiting ?? []).map((text) => element("li", text)));
    waits.parentElement.hidden = !waits.children.length;
    this.dialog.querySelectorAll("[data-page]").forEach((link) => {
      link.href = `/households/${encodeURIComponent(home.token)}/`;
    });
    this.phones(home);
    this.days();
    this.along(home);
    this.calls(home);
    this.needs(home);
    this.questions(home);
    this.askDay();
    this.tellMode();
    if (!this.dialog.open) {
      if (this.dialog.showModal) this.dialog.showModal();
      else this.dialog.setAttribute("open", "");
    }
    this.dialog.scrollTop = 0;
    const said = [...this.form.elements.outcome].find((one) => one.value === outcome);
    if (said) said.checked = true;
    (said ? this.form.querySelector("button.wide") : this.form.elements.outcome[0]).focus();
  }

  close() {
    window.clearInterval(this.timer);
    if (this.dialog.close) this.dialog.close();
    else this.dialog.removeAttribute("open");
  }

  phones(home) {
    const links = home.phones.map((phone) => {
      const link = element("a", phone, "phone");
      link.href = `tel:${phone}`;
      return link;
    });
    this.dialog.querySelector("[data-phones]").replaceChildren(...links);
  }

  /* Days by the service's calendar, not the phone's. */
  days() {
    const choice = this.form.elements.day;
    const words = choice.dataset;
    const options = [0, 1, 2, 3, 4, 5, 6].map((ago) => {
      const day = this.actions.day(ago);
      const option = element("option", `${[words.today, words.yesterday][ago] || ""} ${day}`.trim());
      option.value = day;
      return option;
    });
    const other = element("option", words.other);
    other.value = "";
    choice.replaceChildren(...options, other);
    this.form.elements.other.max = this.actions.day(0);
  }

  askDay() {
    const other = this.form.elements.day.value === "";
    this.form.querySelector("[data-earlier]").hidden = !other;
    this.form.elements.other.required = other;
  }

  /* A call counts only where the rule says so: told before it is saved. */
  tellMode() {
    const counts = this.home.counts || [this.form.elements.mode.value];
    this.form.querySelector("[data-uncounted]").hidden = counts.includes(this.form.elements.mode.value);
  }

  along(home) {
    const people = this.actions.people(home);
    const box = this.form.querySelector("[data-along]");
    box.hidden = !people.length;
    box.querySelector(".options").replaceChildren(
      ...people.map((person) => {
        const label = element("label");
        const tick = element("input");
        Object.assign(tick, { type: "checkbox", name: "visitors", value: String(person.id) });
        label.append(tick, element("span", person.name));
        return label;
      }),
    );
  }

  /* What is open there, and who is to be asked: at the door is the time for it. */
  needs(home) {
    const known = this.actions.known(home);
    this.needing.hidden = !known.categories.length;
    this.needing.open = false;
    this.need.fill(known);
    this.askNeed();
    const box = this.dialog.querySelector("[data-needs]");
    box.hidden = !known.needs.length;
    drawNeeds(box, known.needs, known.told);
  }

  /* Roll-calls that still have to reach it: saved, it is the visit too, and the one that is made next counts instead. */
  calls(home) {
    const { calls, told } = this.actions.called(home);
    const save = async (...said) => {
      this.entry = await told.save(...said);
      this.calls(home);
      this.saved({ final: true });
    };
    drawCalls(this.dialog.querySelector("[data-roll-calls]"), calls, { ...told, save });
  }

  /* What to ask at this door, before or after the visit is saved, or without one. */
  questions(home) {
    const { questions, told } = this.actions.asked(home);
    drawQuestions(this.dialog.querySelector("[data-questions]"), questions, told);
  }

  /* Opened, it has to be said what is needed; closed with something said, that is told all the same. */
  askNeed() {
    this.form.elements.need_text.required = this.needing.open;
  }

  async save() {
    const told = new FormData(this.form);
    const report = {
      day: told.get("day") || told.get("other"),
      mode: told.get("mode"),
      outcome: told.get("outcome"),
      note: told.get("note").replace(/\r\n?/g, "\n").trim(),
      brought: told.getAll("brought"),
      visitors: told.getAll("visitors").map(Number),
    };
    const said = this.need.text() ? this.need.said() : null;
    this.entry = said
      ? await this.actions.report(this.home, this.need.label(), said, report)
      : await this.actions.save(this.home, report);
    this.saved({ final: Boolean(said?.settled) });
  }

  /* `final`: nobody takes it back by a tap, as what is settled on the spot. */
  saved({ final }) {
    this.next = this.actions.next(this.home);
    this.form.hidden = true;
    this.done.hidden = false;
    this.dialog.querySelector("[data-redo]").hidden = true;
    this.dialog.querySelector("[data-said]").textContent = this.actions.words.saved.replace("{name}", this.home.head);
    const on = this.dialog.querySelector("[data-next]");
    on.hidden = !this.next;
    if (this.next) on.querySelector("b").textContent = this.next.head;
    if (final) this.dialog.querySelector("[data-undo]").hidden = true;
    else this.count(UNDO);
    (this.next ? on : this.dialog.querySelector("[data-done] [data-close]")).focus();
  }

  count(left) {
    const button = this.dialog.querySelector("[data-undo]");
    button.hidden = false;
    const show = () => {
      button.querySelector("span").textContent = String(left);
    };
    show();
    this.timer = window.setInterval(() => {
      left -= 1;
      show();
      if (left > 0) return;
      window.clearInterval(this.timer);
      button.hidden = true;
    }, 1000);
  }

  async undo() {
    window.clearInterval(this.timer);
    this.dialog.querySelector("[data-undo]").hidden = true;
    await this.actions.undo(this.entry);
    this.dialog.querySelector("[data-said]").textContent = this.actions.words.undone;
    const redo = this.dialog.querySelector("[data-redo]");
    redo.hidden = false;
    redo.focus();
  }
}
