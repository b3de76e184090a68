/* A list answers its filters as soon as one is chosen: htmx asks, and the server answers with what stands in main.
   Without this file, or without scripts, a button sends the form. */
(() => {
  "use strict";
  const main = document.getElementById("main");
  const said = document.getElementById("said");
  let waiting = 0;

  function send(field) {
    if (field.form?.checkValidity()) field.form.requestSubmit();
  }

  // A day is typed in parts, and each may be a day already.
  main.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.form?.matches("[data-autosend]")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(send, field.type === "date" ? 800 : 0, field);
  });
  main.addEventListener("submit", () => {
    window.clearTimeout(waiting);
  });

  // htmx notes the address here, which may hold a name that was looked for.
  function forget() {
    try {
      window.sessionStorage.removeItem("htmx-current-path-for-history");
    } catch {
      /* A browser without storage keeps nothing. */
    }
  }

  // How many there are now is said, and whoever works by keyboard goes on where they were, or in main.
  let worked = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    worked = main.contains(document.activeElement);
    if (!event.detail.shouldSwap) return;
    // htmx would take leave of every element of a long table by itself: 8,000 below a map of 209 grids.
    for (const rows of event.detail.target.querySelectorAll("tbody")) rows.remove();
  });
  document.addEventListener("htmx:pushedIntoHistory", forget);
  document.addEventListener("htmx:afterSettle", () => {
    forget();
    said.textContent = main.querySelector("[data-said]")?.textContent ?? "";
    if (worked && document.activeElement === document.body) main.focus({ preventScroll: true });
  });

  // What is refused, or fails, is told by its own page.
  for (const failure of ["htmx:responseError", "htmx:sendError"])
    document.addEventListener(failure, (event) => {
      window.location.assign(event.detail.pathInfo.finalRequestPath);
    });
  forget();
})();
