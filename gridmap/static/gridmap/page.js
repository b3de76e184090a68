/* Small conveniences; every page works without them. */
(function () {
  "use strict";
  // Filters answer as soon as one is changed; a day only when it is complete.
  document.querySelectorAll("form[data-autosend]").forEach(function (form) {
    form.addEventListener("change", function (event) {
      if (event.target.matches("select")) form.requestSubmit();
    });
    // What is empty need not stand in the address.
    form.addEventListener("submit", function () {
      form.querySelectorAll("input, select").forEach(function (field) {
        if (!field.value) field.disabled = true;
      });
    });
  });
  // On a phone the filters are folded away: what they say stands in the heading. A wrong one stays in sight.
  document.querySelectorAll(".filterbox").forEach(function (box) {
    if (window.matchMedia("(max-width: 44rem)").matches && !box.querySelector(".wrong")) box.open = false;
  });
  // A second press while the first is under way does nothing (the server would not count it twice either).
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-once]").forEach(function (form) { delete form.dataset.sent; });
    document.querySelectorAll("form[data-autosend] [disabled]").forEach(function (field) { field.disabled = false; });
  });
  // Signing out leaves nothing on the phone; the answer's Clear-Site-Data says the same to browsers that know it.
  document.querySelectorAll("form[data-signout]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      try {
        if (window.localStorage.getItem("gridmap-waiting") && !window.confirm(form.dataset.signout)) {
          event.preventDefault();
          return;
        }
        Object.keys(window.localStorage).forEach(function (key) {
          if (key.indexOf("gridmap-") === 0) window.localStorage.removeItem(key);
        });
        if (window.indexedDB) window.indexedDB.deleteDatabase("gridmap-today");
        if (navigator.serviceWorker) {
          navigator.serviceWorker.getRegistrations().then(function (found) {
            // Where the next page comes first, the answer's Clear-Site-Data does it.
            found.forEach(function (one) { one.unregister().catch(function () {}); });
          });
        }
        if (window.caches) {
          window.caches.keys().then(function (names) { names.forEach(function (name) { window.caches.delete(name); }); });
        }
      } catch (error) { /* A browser without storage keeps nothing. */ }
    });
  });
  // The menu folds up again by Escape, and when something else is pressed.
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".menu details[open]").forEach(function (box) {
      if (!box.contains(event.target)) box.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".menu details[open]").forEach(function (box) {
      box.open = false;
      box.querySelector("summary").focus();
    });
  });
  // All boxes of a list at once, or none again.
  document.querySelectorAll("[data-tickall]").forEach(function (button) {
    var boxes = button.form.querySelectorAll("input[type=checkbox]:not(:disabled)");
    button.hidden = boxes.length < 2;
    button.addEventListener("click", function () {
      var all = Array.prototype.every.call(boxes, function (box) { return box.checked; });
      boxes.forEach(function (box) { box.checked = !all; });
    });
  });
  // What goes on in the background is looked at again.
  var again = document.querySelector("[data-again]");
  if (again) window.setTimeout(function () { window.location.reload(); }, 1000 * Number(again.dataset.again));
  // After a refused form the first wrong field is where work goes on.
  var wrong = document.querySelector(".wrong input, .wrong select, .wrong textarea");
  if (wrong) wrong.focus();
})();
