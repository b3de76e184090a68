/* Roll-calls on the phone: whom one still has to reach, and how it went, in three taps: the household, the result, and saving it.
   At the door and by phone it is the visit too; what is said goes through the outbox. */
import { element } from "./list.js";

const HOWS = ["door", "phone", "neighbour"];
const RESULTS = ["ok", "unreached", "away_ok", "needs", "refused"];

/* The text whose SHA-256 the service sends back: ResultReport.digest in geodata/campaigns/results.py. */
export function contentOfCall(entry) {
  const { made_at: made, how, state, answers, text } = entry.body;
  const told = Object.keys(answers)
    .sort()
    .map((code) => [code, answers[code]]);
  return JSON.stringify([entry.campaign, entry.home, made, how, state, told, text]);
}

/* The moment as it is sent: in UTC, whole seconds. */
export function moment(now) {
  return `${new Date(now).toISOString().slice(0, 19)}Z`;
}

/* The roll-calls that still have to reach a household; one whose result waits to be sent is not asked again. */
export function callsAt(calls, token, waiting) {
  const keys = calls.households?.[token] || [];
  return (calls.campaigns || []).filter((one) => keys.includes(one.id) && !waiting.has(`${one.id} ${token}`));
}

/* As what heads a button or a choice is written. */
function headed(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function choices(legend, name, pairs, kind) {
  const box = element("fieldset", "", `choices ${kind}`.trim());
  const options = element("div", "", "options");
  options.append(
    ...pairs.map(([value, text]) => {
      const label = element("label");
      const input = element("input");
      Object.assign(input, { type: "radio", name, value, required: true });
      label.append(input, element("span", headed(text)));
      return label;
    }),
  );
  box.append(element("legend", legend), options);
  return box;
}

/* What is wrong there, by the lines of the checklist, and in words. */
function wrong(call, words) {
  const box = element("div");
  box.dataset.wrong = "";
  const lines = call.checklist.map((one) => {
    const label = element("label");
    const input = element("input");
    Object.assign(input, { type: "checkbox", name: "bad", value: one.code });
    label.append(input, element("span", one.bad ? one.label : words.call_notso.replace("{label}", one.label)));
    return label;
  });
  const list = element("fieldset", "", "choices");
  const options = element("div", "", "options");
  options.append(...lines);
  list.append(element("legend", words.call_wrong), options);
  list.hidden = !lines.length;
  const field = element("div", "", "field");
  const text = element("input");
  Object.assign(text, { type: "text", name: "text", maxLength: 1000, autocomplete: "off", id: `call-${call.id}` });
  const label = element("label", words.call_text);
  label.htmlFor = text.id;
  field.append(label, text);
  box.append(list, field);
  return box;
}

/* What a form says, as the service reads it. */
export function saidOf(form, call, now) {
  const told = new FormData(form);
  const bad = new Set(told.get("state") === "needs" ? told.getAll("bad") : []);
  const lines = call.checklist.filter((one) => bad.has(one.code));
  return {
    made_at: moment(now),
    how: told.get("how"),
    state: told.get("state"),
    answers: Object.fromEntries(lines.map((one) => [one.code, one.bad])),
    text: told.get("state") === "needs" ? told.get("text").trim() : "",
  };
}

function form(call, told) {
  const { words } = told;
  const made = element("form");
  made.dataset.rollCall = call.id;
  const head = element("h3", call.title);
  if (call.drill) head.append(" ", element("span", words.call_drill, "tag"));
  const pairs = (names, of) => names.map((name) => [name, words[`${of}_${name}`]]);
  const how = choices(words.call_how, "how", pairs(HOWS, "call_how"), "");
  how.querySelector("input").checked = true;
  const result = choices(words.call_result, "state", pairs(RESULTS, "call_state"), "large");
  const more = wrong(call, words);
  more.hidden = true;
  const save = element("button", words.call_save, "button wide");
  made.addEventListener("change", () => {
    more.hidden = made.elements.state.value !== "needs";
  });
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    const state = made.elements.state.value;
    await told.save(call, saidOf(made, call, told.now()), words[`call_state_${state}`]);
  });
  made.append(head, result, more, how, save);
  return made;
}

/* In the panel of a household, before the visit: a result at the door is one. */
export function drawCalls(box, calls, told) {
  box.hidden = !calls.length;
  box.replaceChildren(...calls.map((call) => form(call, told)));
}

function line(home, told) {
  const item = element("li");
  item.dataset.token = home.token;
  const link = element("a");
  link.href = `/households/${encodeURIComponent(home.token)}/`;
  const first = element("span", "", "first");
  first.append(element("b", home.head), " ", element("small", home.number));
  if (home.special) first.append(" ", element("span", told.words.call_special, "tag"));
  link.append(first, element("span", home.address || home.place, "third"));
  item.append(link);
  return item;
}

/* Above the list: each open roll-call with the own households that nobody has reached, special ones first. */
export function drawToCall(box, calls, homes, told) {
  const asked = (call, home) => callsAt(calls, home.token, told.calling).includes(call);
  const sections = (calls.campaigns || []).map((call) => {
    const left = homes.filter((home) => asked(call, home)).sort((a, b) => Number(b.special) - Number(a.special));
    const section = element("section", "", "group call");
    section.dataset.toCall = call.id;
    section.hidden = !left.length;
    const fold = element("details");
    fold.open = told.folds.get(call.id) ?? true;
    const head = element("summary");
    const title = element("h2", `${call.title} ${left.length}`);
    if (call.drill) title.append(" ", element("span", told.words.call_drill, "tag"));
    head.append(title);
    const list = element("ul", "", "people");
    list.append(...left.map((home) => line(home, told)));
    fold.append(head, list);
    section.append(fold);
    return section;
  });
  const said = sections.map((one) => one.outerHTML).join("");
  if (box.dataset.drawn === said) return;
  box.dataset.drawn = said;
  box.replaceChildren(...sections);
}
