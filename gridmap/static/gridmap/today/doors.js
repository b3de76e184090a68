/* Questions at a door: at most three, one tap each, with or without a visit; what is said goes through the outbox. */
import { element } from "./list.js";

/* The text whose SHA-256 the service sends back: Said.digest in geodata/policies/answering.py. */
export function contentOfAnswer(entry) {
  const told = entry.body;
  return JSON.stringify([told.question, entry.home, told.resident, told.value, told.day, told.source]);
}

function button(text, act) {
  const made = element("button", text, "button plain");
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/* What can be said, each a pair of its value and its words; of a number none. */
function choicesOf(one, words) {
  if (one.type === "yesno")
    return [
      [true, words.yes],
      [false, words.no],
    ];
  return one.type === "choice" ? one.choices : [];
}

function number(one, words, say) {
  const field = element("input");
  Object.assign(field, { type: "text", inputMode: "numeric", maxLength: 7, size: 6, pattern: "[0-9]*" });
  field.setAttribute("aria-label", one.words);
  const send = button(words.answer_save, () => {
    const text = field.value.trim();
    if (/^[0-9]{1,7}$/.test(text)) say(Number(text), text);
    else field.focus();
  });
  return [field, send];
}

function line(one, told) {
  const item = element("li");
  item.dataset.question = one.code;
  const head = element("p");
  if (one.about) head.append(element("b", one.about), " · ");
  head.append(one.words);
  const answers = element("div", "", "actions");
  const say = async (value, text) => {
    answers.replaceChildren(element("span", text, "tag"), " ", element("span", told.words.waits, "small"));
    await told.answer(one, value, text);
  };
  const choices = choicesOf(one, told.words).map(([value, text]) => button(text, () => say(value, text)));
  answers.append(...(choices.length ? choices : number(one, told.words, say)));
  item.append(head, answers);
  return item;
}

/* `told.answer(question, value, words)` puts it into the outbox. A question that waits there is not asked again. */
export function drawQuestions(box, questions, told) {
  const open = questions.filter((one) => !told.waiting.has(`${one.code} ${one.resident ?? ""}`));
  box.hidden = !open.length;
  const list = element("ul", "", "people doors");
  list.append(...open.map((one) => line(one, told)));
  box.replaceChildren(element("h3", told.words.door_ask), list);
}
