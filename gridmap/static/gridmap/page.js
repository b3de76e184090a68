/* Small conveniences; every page works without them. */
(() => {
  "use strict";
  // On a phone the filters are folded away: what they say stands in the heading. A wrong one stays in sight.
  function fold(part) {
    part.querySelectorAll(".filterbox").forEach((box) => {
      const busy = box.querySelector(".wrong") || box.contains(document.activeElement);
      if (window.matchMedia("(max-width: 44rem)").matches && !busy) box.open = false;
    });
  }
  // A second press while the first is under way does nothing (the server would not count it twice either).
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-once]").forEach((form) => {
      delete form.dataset.sent;
    });
  });
  // Signing out leaves nothing on the phone but what waits to be sent: sealed until their person signs in here again.
  document.querySelectorAll("form[data-signout]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      let waiting = null;
      try {
        waiting = window.localStorage.getItem("gridmap-waiting");
        if (waiting && !window.confirm(form.dataset.signout)) return;
        document.documentElement.dataset.leaving = "yes";
        Object.keys(window.localStorage).forEach((key) => {
          const sealed = waiting && ["gridmap-waiting", "gridmap-today-outbox"].indexOf(key) >= 0;
          if (key.indexOf("gridmap-") === 0 && !sealed) window.localStorage.removeItem(key);
        });
      } catch {
        /* A browser without storage keeps nothing. */
      }
      const late = new Promise((done) => {
        window.setTimeout(done, 2000);
      });
      Promise.race([Promise.all([forgetHomes(waiting), forgetPage()]), late])
        .catch(() => {})
        .then(() => {
          form.submit();
        });
    });
  });
  // The households, whose key they are and the clock; where nothing waits the whole database.
  function forgetHomes(waiting) {
    return new Promise((done) => {
      if (!window.indexedDB) return done();
      if (!waiting) {
        const gone = window.indexedDB.deleteDatabase("gridmap-today");
        gone.onsuccess = gone.onerror = done;
        return undefined;
      }
      const asked = window.indexedDB.open("gridmap-today");
      // It is not there: nor will it be made here, without its stores.
      asked.onupgradeneeded = () => {
        asked.transaction.abort();
      };
      asked.onerror = done;
      asked.onsuccess = () => {
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
    await Promise.all(workers.map((one) => one.unregister()));
    await Promise.all(kept.map((name) => window.caches.delete(name)));
  }
  // Offline, waiting or sent: on every page of somebody who looks after households. /today/ knows more exactly, and says when.
  const standing = document.getElementById("standing");
  function tellStanding() {
    const known = document.documentElement.dataset;
    let waiting = known.outbox;
    try {
      waiting ??= window.localStorage.getItem("gridmap-waiting");
    } catch {
      /* Nothing can wait there. */
    }
    const count = Number(waiting) || 0;
    const offline = !window.navigator.onLine || known.reached === "no";
    const words = [offline && standing.dataset.offline, count && standing.dataset.waiting.replace("{count}", count)];
    const said = words.filter(Boolean).join(" · ") || standing.dataset.sent;
    const state = offline ? "offline" : count ? "waiting" : "sent";
    standing.hidden = false;
    if (standing.textContent === said && standing.dataset.state === state) return;
    standing.textContent = said;
    standing.dataset.state = state;
  }
  if (standing) {
    tellStanding();
    for (const [where, what] of [
      [window, "online"],
      [window, "offline"],
      [window, "storage"],
      [document, "standing"],
    ])
      where.addEventListener(what, tellStanding);
  }
  // The menu, and the choice of columns, folds up again by Escape, and when something else is pressed.
  const FOLDED = ".menu details[open], .chooser[open]";
  document.addEventListener("click", (event) => {
    document.querySelectorAll(FOLDED).forEach((box) => {
      if (!box.contains(event.target)) box.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(FOLDED).forEach((box) => {
      box.open = false;
      box.querySelector("summary").focus();
    });
  });
  // A view is saved as it is now: a map changes what stands behind the # of its address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-keep]");
    if (!link) return;
    const asked = new URL(link.href);
    asked.searchParams.set("query", window.location.search.slice(1));
    asked.searchParams.set("position", window.location.hash.slice(1));
    link.href = asked.href;
  });
  // All boxes of a list at once, or none again.
  const boxesOf = (button) => [...button.form.querySelectorAll("input[type=checkbox][name]:not(:disabled)")];
  function offerAll(part) {
    part.querySelectorAll("[data-tickall]").forEach((button) => {
      button.hidden = boxesOf(button).length < 2;
    });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tickall]");
    if (!button) return;
    const boxes = boxesOf(button);
    const all = boxes.every((box) => box.checked);
    boxes.forEach((box) => {
      box.checked = !all;
    });
  });
  // Now, and again for what htmx puts in its place (gridmap/filters.js).
  function dress(part) {
    fold(part);
    offerAll(part);
  }
  dress(document);
  document.addEventListener("htmx:afterSettle", () => {
    dress(document);
  });
  // What goes on in the background is looked at again.
  var again = document.querySelector("[data-again]");
  if (again)
    window.setTimeout(() => {
      window.location.reload();
    }, 1000 * Number(again.dataset.again));
  // After a refused form the first wrong field is where work goes on.
  var wrong = document.querySelector(".wrong input, .wrong select, .wrong textarea");
  if (wrong) wrong.focus();
})();
