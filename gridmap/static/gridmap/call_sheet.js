/* The sheet of a roll-call: Enter goes to the result of the next row, the arrows of a text up and down; Ctrl and Enter saves. */
const form = document.getElementById("call-sheet");

function beside(field, step) {
  const row = field.closest("tr");
  return step > 0 ? row.nextElementSibling : row.previousElementSibling;
}

function focusOn(row, name) {
  const field = row?.querySelector(`[data-cell="${name}"]`);
  field?.focus();
  return Boolean(field);
}

form?.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.closest("tbody") || event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    if (event.ctrlKey) return form.requestSubmit();
    if (!focusOn(beside(field, 1), "state")) form.querySelector(".actions button").focus();
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && field.dataset.cell === "text") {
    event.preventDefault();
    focusOn(beside(field, event.key === "ArrowDown" ? 1 : -1), "text");
  }
});

(form?.querySelector(".wrong [data-cell]") || form?.querySelector("[data-cell]"))?.focus();
