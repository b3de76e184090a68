/* "Use the position of this phone": written into the point of the form. Asked of the browser by a tap; it leaves the phone with
   the proposal that it is written into, and by nothing else. */
import { position } from "./find.js";

export function offerPosition(part) {
  part.querySelectorAll("[data-here]").forEach((button) => {
    button.addEventListener("click", () => write(button.closest("form")));
  });
}

async function write(form) {
  const found = await position();
  form.querySelector("[data-nowhere]").hidden = Boolean(found);
  if (!found) return;
  form.querySelector("[data-shape=point] input").value = found.map((axis) => axis.toFixed(7)).join(" ");
  form.querySelector("[data-quality] select").value = "phone";
}
