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
  // Signing out leaves nothing on the phone but visits that wait: sealed until their person signs in here again.
  document.querySelectorAll("form[data-signout]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      let waiting = null;
      try {
        waiting = window.localStorage.getItem("gridmap-waiting");
        if (waiting && !window.confirm(form.dataset.signout)) return;
        document.documentElement.dataset.leaving = "yes";
        Object.keys(window.localStorage).forEach(function (key) {
          const sealed = waiting && ["gridmap-waiting", "gridmap-today-outbox"].indexOf(key) >= 0;
          if (key.indexOf("gridmap-") === 0 && !sealed) window.localStorage.removeItem(key);
        });
      } catch (error) { /* A browser without storage keeps nothing. */ }
      const late = new Promise(function (done) { window.setTimeout(done, 2000); });
      Promise.race([Promise.all([forgetHomes(waiting), forgetPage()]), late]).catch(function () {}).then(function () { form.submit(); });
    });
  });
  // The households, whose key they are and the clock; where nothing waits the whole database.
  function forgetHomes(waiting) {
    return new Promise(function (done) {
      if (!window.indexedDB) return done();
      if (!waiting) {
        const gone = window.indexedDB.deleteDatabase("gridmap-today");
        gone.onsuccess = gone.onerror = done;
        return undefined;
      }
      const asked = window.indexedDB.open("gridmap-today");
      // It is not there: nor will it be made here, without its stores.
      asked.onupgradeneeded = function () { asked.transaction.abort(); };
      asked.onerror = done;
      asked.onsuccess = function () {
        const change = asked.result.transaction("values", "readwrite");
        change.objectStore("values").clear();
        change.oncomplete = change.onerror = change.onabort = done;
      };
      return undefined;
    });
  }
  async function forgetPage() {
    const workers = navigator.serviceWorker ? await navigator.serviceWorker.getRegistrations() : [];
    const kept = window.caches ? await window.caches.keys() : [];
    await Promise.all(workers.map(function (one) { return one.unregister(); }));
    await Promise.all(kept.map(function (name) { return window.caches.delete(name); }));
  }
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
