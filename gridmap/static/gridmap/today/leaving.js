/* Only this page opens without a network. A link that leads elsewhere is explained here, where the browser would show an
   error of its own, from which nobody finds back. */

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
  window.addEventListener("online", () => { line.hidden = true; });
}

/* To another page of this service: not to a place on this one, and not to the phone's own program for calls. */
function leads(link) {
  return link.origin === window.location.origin && link.pathname !== window.location.pathname;
}

function elsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

/* A phone in a valley says that it has a network, and nothing answers. */
async function answers(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
    return answer.ok || answer.status === 401;
  } catch (error) {
    return false;
  }
}

function explain(line) {
  line.hidden = false;
  line.scrollIntoView({ block: "nearest" });
}
