/* A running job: what changes of its page comes again every second or so; in the end the whole page. */
(() => {
  "use strict";
  var box = document.getElementById("job"),
    said = document.getElementById("job-said"),
    last = "";
  if (!box?.hasAttribute("data-poll")) return;
  function again() {
    window.setTimeout(ask, document.hidden ? 10000 : 1200);
  }
  function ask() {
    fetch(box.dataset.poll || window.location.pathname, {
      headers: { "X-Part": "job" },
      credentials: "same-origin",
      cache: "no-store",
    })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject()))
      .then((text) => {
        box.innerHTML = text;
        var state = box.querySelector("[data-state]");
        // Told aloud when the state or the step changes, not with every row.
        if (state.textContent !== last) said.textContent = last = state.textContent;
        if (["queued", "running"].indexOf(state.dataset.state) < 0) window.location.reload();
        else again();
      })
      .catch(again);
  }
  again();
})();
