/* Visits on paper: Enter goes on, rows come by themselves, a spreadsheet's rows can be pasted, households are offered. */
const form = document.getElementById("paper-entry");
const body = form.querySelector("tbody");
const offered = document.getElementById("offered");
const words = JSON.parse(document.getElementById("words").textContent);
const CELLS = ["household", "day", "visitor", "mode", "outcome", "note"];

function cell(row, name) {
  return row.querySelector(`[data-cell="${name}"]`);
}

function hidden(row, name) {
  return row.querySelector(`input[name$="-${name}"]`);
}

function newId() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/* As many rows as the service takes at once. */
const MOST = 40;

/* Day, visitor and mode go on from the row above, as a pile of paper usually does. */
function addRow() {
  const number = body.rows.length;
  if (number >= MOST) return body.rows[number - 1];
  const row = body.rows[number - 1].cloneNode(true);
  row.classList.remove("done");
  row.querySelectorAll(".errorlist, .tag").forEach((one) => one.remove());
  row.querySelectorAll(".wrong").forEach((one) => one.classList.remove("wrong"));
  row.querySelectorAll("input, select").forEach((field) => {
    const name = field.dataset.cell || field.name.split("-")[1];
    field.name = `r${number}-${name}`;
    field.id = `id_r${number}-${name}`;
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  });
  hidden(row, "client_id").value = newId();
  hidden(row, "token").value = "";
  row.querySelector(".state").textContent = "";
  for (const name of ["household", "note"]) cell(row, name).value = "";
  for (const name of ["mode", "outcome"]) cell(row, name).value = { mode: "door", outcome: "met" }[name];
  body.append(row);
  carry(row);
  form.elements.rows.value = body.rows.length;
  return row;
}

function carry(row) {
  const above = row.previousElementSibling;
  if (!above) return;
  cell(row, "day").value = cell(above, "day").value;
  // A contact that was filled in belongs to that household alone.
  cell(row, "visitor").value = cell(above, "visitor").dataset.filled ? "" : cell(above, "visitor").value;
  delete cell(row, "visitor").dataset.filled;
}

function after(field) {
  const row = field.closest("tr");
  const place = CELLS.indexOf(field.dataset.cell);
  if (place < CELLS.length - 1) return cell(row, CELLS[place + 1]);
  const next = row.nextElementSibling || addRow();
  if (!cell(next, "household").value) carry(next);
  return cell(next, "household");
}

function below(field, step) {
  const row = field.closest("tr");
  const other = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  return other ? cell(other, field.dataset.cell) : null;
}

form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.dataset.cell || event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    if (event.ctrlKey) return form.requestSubmit();
    after(field).focus();
  } else if (event.key === "ArrowDown" && field.dataset.cell === "household" && offered.querySelector("button")) {
    event.preventDefault();
    offered.querySelector("button").focus();
  } else if (
    (event.key === "ArrowDown" || event.key === "ArrowUp") &&
    field.tagName === "INPUT" &&
    field.type === "text"
  ) {
    const other = below(field, event.key === "ArrowDown" ? 1 : -1);
    if (!other) return;
    event.preventDefault();
    other.focus();
  }
});

/* Which household is meant, while it is typed: told below the rows; one alone is taken, of several one is picked. */
let asked = 0;
async function offer(field) {
  const text = field.value.trim();
  const mine = ++asked;
  if (text.length < 2) {
    offered.hidden = true;
    return [];
  }
  const answer = await fetch(`${form.dataset.find}?q=${encodeURIComponent(text)}`, {
    credentials: "same-origin",
  }).catch(() => null);
  if (!answer?.ok || mine !== asked) return [];
  const { households } = await answer.json();
  const told = households.map((home) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button plain small" });
    button.textContent = `${home.number} ${home.head} ${home.place}`;
    button.addEventListener("click", () => {
      take(field, home);
      after(field).focus();
    });
    return button;
  });
  const first = document.createElement("p");
  first.textContent = households.length ? words.pick : words.none;
  offered.replaceChildren(first, ...told);
  offered.hidden = false;
  return households;
}

/* The household by its token, whatever else has its number; its contact member is who usually went. */
function take(field, home) {
  const row = field.closest("tr");
  field.value = home.number;
  hidden(row, "token").value = home.token;
  row.querySelector(".state").textContent = `${home.head} ${home.place}`;
  const visitor = cell(row, "visitor");
  if (!visitor.value || visitor.dataset.filled) {
    visitor.value = home.contact;
    visitor.dataset.filled = "yes";
  }
  offered.hidden = true;
  offered.replaceChildren();
}

offered.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const buttons = [...offered.querySelectorAll("button")];
  if (!step || !buttons.length) return;
  event.preventDefault();
  buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
});

let timer;
form.addEventListener("input", (event) => {
  if (event.target.dataset.cell === "visitor") delete event.target.dataset.filled;
  if (event.target.dataset.cell !== "household") return;
  hidden(event.target.closest("tr"), "token").value = "";
  window.clearTimeout(timer);
  timer = window.setTimeout(() => offer(event.target), 250);
});
form.addEventListener("change", async (event) => {
  if (event.target.dataset.cell !== "household") return;
  const field = event.target;
  const text = field.value;
  window.clearTimeout(timer);
  const homes = await offer(field);
  if (field.value !== text) return;
  const exact = homes.filter((home) => home.number.toLowerCase() === text.trim().toLowerCase());
  if (homes.length === 1 || exact.length === 1) take(field, exact[0] || homes[0]);
  else if (homes.length && document.activeElement === after(field)) offered.querySelector("button").focus();
});

/* 户号⇥日期⇥走访人⇥方式⇥结果⇥备注, as a spreadsheet copies it. */
function chosen(kind, text) {
  const found = Object.keys(words).find((key) => key.startsWith(`${kind}_`) && words[key] === text.trim());
  return found ? found.slice(kind.length + 1) : text.trim().toLowerCase();
}

function asDay(text) {
  const found = text.trim().match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/);
  return found ? `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}` : "";
}

form.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const field = event.target;
  if (!field.dataset.cell || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  let row = field.closest("tr");
  text
    .replace(/\r/g, "")
    .split("\n")
    .filter((line) => line.trim())
    .slice(0, MOST - row.sectionRowIndex)
    .forEach((line, number) => {
      if (number) row = row.nextElementSibling || addRow();
      line
        .split("\t")
        .slice(0, CELLS.length)
        .forEach((value, place) => {
          const name = CELLS[CELLS.indexOf(field.dataset.cell) + place];
          if (!name) return;
          const target = cell(row, name);
          if (name === "day") target.value = asDay(value) || target.value;
          else if (name === "mode" || name === "outcome") target.value = chosen(name, value) || target.value;
          else target.value = value.trim();
        });
    });
  form.elements.rows.value = body.rows.length;
  after(cell(row, "note")).focus();
});

const more = document.getElementById("more");
more.hidden = false;
more.addEventListener("click", () => cell(addRow(), "household").focus());
(form.querySelector(".wrong [data-cell]") || form.querySelector("[data-cell]")).focus();
