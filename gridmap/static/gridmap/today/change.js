/* "Something has changed": the form of a way, said as a proposal for the outbox. What each way asks for is declared by its kind
   (geodata/register/kinds), and stands on the page as the service has drawn it. */
import { offerPosition } from "./here.js";
import { element } from "./list.js";

const NONE_LEFT = ["-", "–", "—", "无"];

/* By the form of the value (geodata/register/payload.py): what is said of the text that stands in the field. */
const SAID = {
  whole: Number,
  phones: (text) => (NONE_LEFT.includes(text) ? [] : [text]),
};

export class ChangePanel {
  constructor(dialog, actions) {
    this.dialog = dialog;
    this.actions = actions;
    this.done = dialog.querySelector("[data-proposed]");
    this.choose = dialog.querySelector("[data-choose]");
    this.ways = [...dialog.querySelectorAll("details[data-way]")];
    for (const way of this.ways) way.querySelector("form").addEventListener("submit", (event) => this.save(event, way));
    dialog.querySelectorAll("[data-close]").forEach((one) => one.addEventListener("click", () => this.close()));
    offerPosition(dialog);
    dialog.querySelector("[data-withdraw]").addEventListener("click", () => this.undo());
    dialog.addEventListener("close", () => this.actions.closed());
  }

  /* Of a household, or (null) of one that is not in the register. */
  open(home, lists) {
    this.home = home;
    this.choose.hidden = false;
    this.done.hidden = true;
    this.dialog.querySelector("[data-whose]").textContent = home ? home.head : this.actions.words.newhome;
    const shown = this.ways.filter((way) => this.offer(way, lists));
    shown.forEach((way) => this.fill(way, lists));
    if (!home && shown.length) shown[0].open = true;
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

  /* A way that leads nowhere for this household is not offered; whether it is so the service says. */
  offer(way, lists) {
    const { needs, never, of } = way.querySelector("form").dataset;
    const words = (text) => (text || "").split(" ").filter(Boolean);
    const there = words(needs).every((name) => (lists[name] || []).length);
    way.hidden = (of === "new") !== !this.home || !there || words(never).includes(lists.occupancy);
    way.open = false;
    return !way.hidden;
  }

  fill(way, lists) {
    const form = way.querySelector("form");
    form.reset();
    form.querySelector("[data-wrong]").hidden = true;
    form.querySelector("[data-day] input").value = this.actions.day();
    form.querySelectorAll("[data-list]:not([data-list=''])").forEach((part) => {
      const choices = lists[part.dataset.list] || [];
      part.hidden = !choices.length;
      const select = part.querySelector("select");
      if (select) this.fillSelect(select, choices);
      else this.fillTouched(part, choices);
    });
  }

  fillSelect(select, choices) {
    const one = select.required && choices.length === 1;
    const none = one ? [] : [["", "–"]];
    const options = [...none, ...choices].map(([value, label]) => {
      const option = element("option", label);
      option.value = value;
      return option;
    });
    select.replaceChildren(...options);
  }

  fillTouched(part, choices) {
    const type = part.dataset.shape === "keys" ? "checkbox" : "radio";
    part.querySelector(".options").replaceChildren(
      ...choices.map(([value, text]) => {
        const label = element("label");
        const input = element("input");
        Object.assign(input, { type, value, name: part.dataset.name });
        label.append(input, element("span", text));
        return label;
      }),
    );
  }

  said(part) {
    const shape = part.dataset.shape;
    const touched = [...part.querySelectorAll("input:checked")].map((one) => one.value);
    const field = part.querySelector("select, input:not([type=radio]):not([type=checkbox])");
    if (shape === "keys") return touched.length ? touched.map(Number) : null;
    const text = field ? field.value.trim() : touched[0] || "";
    if (!text) return null;
    if (shape === "point") return this.where(part, text);
    if (shape === "key") return Number(text);
    return SAID[shape] ? SAID[shape](text) : text;
  }

  where(part, text) {
    const [lon, lat] = text.split(/[\s,，]+/).map(Number);
    const quality = part.closest("form").querySelector("[data-quality] select").value;
    return { lon, lat, quality: quality || "map" };
  }

  payload(form) {
    const payload = JSON.parse(form.dataset.given);
    form.querySelectorAll("[data-name]").forEach((part) => {
      const said = part.hidden ? null : this.said(part);
      if (said !== null) payload[part.dataset.name] = said;
    });
    return payload;
  }

  async save(event, way) {
    event.preventDefault();
    const form = way.querySelector("form");
    const payload = this.payload(form);
    const some = (form.dataset.oneOf || "").split(" ").filter(Boolean);
    const wrong = form.querySelector("[data-wrong]");
    wrong.hidden = !some.length || some.some((name) => name in payload);
    if (!wrong.hidden) return wrong.scrollIntoView({ block: "nearest" });
    const place = form.querySelector("[data-place] select");
    const told = { kind: form.dataset.kind, effective_on: form.querySelector("[data-day] input").value, payload };
    if (this.home) told.household = this.home.token;
    else told.area = place.value;
    this.label = way.querySelector("summary").textContent.trim();
    this.entry = await this.actions.save(this.home, this.label, told);
    this.choose.hidden = true;
    this.done.hidden = false;
    const said = this.actions.words.saved.replace("{name}", `${this.entry.head} · ${this.label}`);
    this.dialog.querySelector("[data-told]").textContent = said;
    this.dialog.querySelector("[data-withdraw]").hidden = false;
    this.dialog.querySelector("[data-proposed] [data-close]").focus();
    return undefined;
  }

  async undo() {
    this.dialog.querySelector("[data-withdraw]").hidden = true;
    await this.actions.undo(this.entry);
    this.dialog.querySelector("[data-told]").textContent = this.actions.words.undone;
  }
}
