/* Only this page opens without a network. A link that leads elsewhere is explained here, so that nobody leaves what is open; what is
   opened all the same (a typed address, another tab) the worker explains with a page of its own. */

/* `ready` answers where there is a network; `shell` is the page as the phone keeps it; `line` says what is the matter. */
export function explainLeaving({ ready, shell, line }) {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    line.hidden = true;
    if (!link || event.defaultPrevented || !leads(link) || elsewhere(event)) return;
    if (navigator.onLine && !shell) return;
    event.preventDefault();
    if (await answers(ready)) window.location.assign(link.href);
    else explain(line);
  });
  window.addEventListener("online", () => {
    line.hidden = true;
  });
}

/* To another page of this service: not to this one, and not to the phone's own program for calls. */
function leads(link) {
  const own = [window.location.pathname, "/today/"];
  return link.origin === window.location.origin && !own.includes(link.pathname);
}

function elsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

/* A phone in a valley says that it has a network, and nothing answers. */
async function answers(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
    return answer.ok || answer.status === 401;
  } catch {
    return false;
  }
}

function explain(line) {
  line.hidden = false;
  line.scrollIntoView({ block: "nearest" });
}
