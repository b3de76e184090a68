/* /today/: the own households and the outbox, with or without a network. The page works without this file too. */
import { Clock } from "./clock.js";
import { position } from "./find.js";
import { keeper } from "./keep.js";
import { draw, element } from "./list.js";
import { newId, Outbox } from "./outbox.js";
import { Panel } from "./panel.js";
import { explainLeaving } from "./leaving.js";

const root = document.getElementById("today");
const words = document.getElementById("today-words").dataset;
const MINUTE = 60000;
const HOUR = 60 * MINUTE;

/* The service: who is signed in there, and how it is spoken to. A token of the page may be old: each run asks for one. */
const service = {
  account: Number(root.dataset.account) || null,
  csrf: "",
  signedOut: false,
  closed: false,
  inbox: "/api/v1/visits/inbox/",
  sent: "/api/v1/visits/sent/",
  visits: (token) => `/api/v1/households/${encodeURIComponent(token)}/visits/`,
  undo: (id) => `/api/v1/visits/${id}/undo/`,
  withdraw: (id) => `/api/v1/visits/inbox/${id}/withdraw/`,

  async ready() {
    try {
      const answer = await fetch(root.dataset.ready, { headers: await aboutPhone(), credentials: "same-origin", cache: "no-store" });
      this.reached = answer.ok || answer.status === 401;
      this.signedOut = answer.status === 401;
      if (this.signedOut) await this.askClosed();
      if (!answer.ok) return false;
      const told = await answer.json();
      this.csrf = told.csrf;
      this.closed = false;
      await state.keep.setValue("seal", told.seal);
      state.clock = new Clock(Clock.learn(told));
      await state.keep.setValue("clock", state.clock.learned);
      await changeAccount(told.account);
      return true;
    } catch (error) {
      this.reached = false;
      return false;
    } finally {
      show();
    }
  },

  /* Signed out, or closed for good? The seal says whose phone this was; with visits, they go to the office. */
  async left(visits, seal) {
    return seal ? this.post(root.dataset.left, { seal, visits }) : { ok: false, status: 404 };
  },

  async askClosed() {
    const sent = await this.left([], await state.keep.value("seal"));
    this.closed = Boolean(sent.ok && sent.told.closed);
    if (this.closed) await forget();
  },

  async post(address, body) {
    try {
      const answer = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
        body: JSON.stringify(body),
      });
      const told = await answer.json().catch(() => ({}));
      const first = (told.errors || [])[0];
      const said = [told.detail, first ? first.remedy : ""].filter(Boolean).join(" ");
      const csrf = answer.status === 403 && /CSRF/.test(said);
      return { ok: answer.ok, status: answer.status, told, said, csrf };
    } catch (error) {
      return { ok: false, status: 0 };
    }
  },
};

/* `known`: whether it is known which households are the person's own; until then the list of the service stands. */
const state = { known: false, homes: [], people: [], text: "", here: null, order: [], waiting: new Set(), clock: new Clock(null), sent: null };

/* A random id of this phone and how much waits on it: before a redraw an office sees whose phones were last heard of when. */
async function aboutPhone() {
  let id = await state.keep.value("phone");
  if (!id) await state.keep.setValue("phone", (id = newId()));
  const entries = await state.keep.entries();
  const mine = entries.filter((entry) => entry.account === service.account).length;
  return { "X-Phone": id, "X-Waiting": String(mine) };
}

/* Somebody else's households never stay; what somebody else has not sent yet stays sealed, and is named. */
async function changeAccount(account) {
  const kept = await state.keep.value("homes");
  if (kept && kept.account !== account) await forget();
  if (service.account !== account) state.sent = null;
  service.account = account;
  await state.keep.setValue("account", account);
}

async function load() {
  const kept = await forgetOld();
  if (kept && service.account && kept.account !== service.account) await forget();
  else if (kept) {
    service.account = kept.account;
    Object.assign(state, { known: true, homes: kept.households, people: kept.people });
    return;
  }
  // What goes from the phone was not on the page yet. The shell has nobody's list: there, nothing is what there is.
  state.known = !root.dataset.account;
}

async function forget() {
  await state.keep.setValue("homes", undefined);
  Object.assign(state, { known: true, homes: [], people: [] });
}

/* What is kept, when it is not too old; looked at each minute, as a page may stay open for days without a network. */
async function forgetOld() {
  const kept = await state.keep.value("homes");
  if (!kept) return null;
  const now = state.clock.now();
  if (now - kept.at <= kept.keep_hours * HOUR && now >= kept.at - HOUR) return kept;
  await forget();
  return null;
}

async function fetchHomes() {
  try {
    const answer = await fetch(root.dataset.homes, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.status === 403) await forget();
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.account !== service.account) return;
    await state.keep.setValue("homes", { ...told, at: state.clock.now() });
    Object.assign(state, { known: true, homes: told.households, people: told.people });
  } catch (error) {
    /* No network: what is kept stays. */
  }
}

/* What became of everything that was sent from here, as the service has it. */
async function count() {
  const sent = await state.keep.sent(service.account);
  if (!sent.length) return;
  const answer = await service.post(service.sent, { ids: sent.map((one) => one.id) });
  if (!answer.ok) return;
  const found = answer.told.results;
  const of = (...states) => found.filter((line) => states.includes(line.state)).length;
  const days = new Map(sent.map((one) => [one.id, one.day]));
  state.sent = {
    recorded: of("recorded", "accepted"),
    office: of("waiting"),
    unknown: sent.length - found.length,
    refused: found.filter((line) => line.state === "refused").map((line) => ({ day: days.get(line.client_id), reason: line.reason })),
  };
}

/* After each run; what was refused says that households have left. */
async function ran(refusals) {
  if (refusals) await fetchHomes();
  await count();
  await show();
}

/* The list alone, from what is known at this moment: a search waits for nothing. */
function list() {
  if (root.dataset.live && state.known) state.order = draw(document.getElementById("homes"), state.homes, { ...state, words });
}

async function show() {
  const entries = service.account ? await outbox.own() : [];
  const others = service.account ? await outbox.others() : await state.keep.entries();
  state.waiting = new Set(entries.map((entry) => entry.home));
  list();
  tellOutbox(entries, others);
  const ahead = state.clock.ahead();
  const clock = document.getElementById("clock");
  clock.hidden = !ahead;
  if (ahead) clock.textContent = (ahead > 0 ? words.ahead : words.behind).replace("{minutes}", Math.abs(ahead));
  document.documentElement.dataset.outbox = String(entries.length);
}

function tellOutbox(entries, others) {
  const box = document.getElementById("outbox");
  tellSent();
  const waiting = entries.filter((entry) => entry.state === "waiting");
  const lines = [];
  if (waiting.length) lines.push(waitingList(waiting, box.querySelector("details[open]")));
  if (service.closed) lines.push(element("p", words.closed));
  if (waiting.length && service.signedOut && !service.closed) {
    const link = element("a", words.signin, "button");
    link.href = `${root.dataset.login}?next=/today/`;
    lines.push(link);
  }
  entries.filter((entry) => entry.state === "stuck").forEach((entry) => lines.push(stuck(entry)));
  if (outbox.leftOut) lines.push(element("p", outbox.leftOut, "small"));
  if (others.length) lines.push(element("p", words.others.replace("{count}", others.length), "small"));
  if (others.length) lines.push(button(words.drop, () => drop(others)));
  box.hidden = !lines.length;
  box.replaceChildren(...lines);
}

/* "Sent from this phone in 31 days: 12 recorded, 1 with the office." */
function tellSent() {
  const line = document.getElementById("sent");
  const told = state.sent;
  line.hidden = !told;
  if (!told) return;
  const parts = [words.sent.replace("{recorded}", told.recorded)];
  if (told.office) parts.push(words.office.replace("{count}", told.office));
  if (told.unknown) parts.push(words.unknown.replace("{count}", told.unknown));
  for (const one of told.refused) parts.push(words.notaccepted.replace("{day}", one.day).replace("{reason}", one.reason));
  line.textContent = parts.join(" ");
  document.documentElement.dataset.sent = String(told.recorded);
  document.documentElement.dataset.office = String(told.office);
}

/* "Waiting to be sent: 2", and which: what was saved by mistake is taken back here before it is sent. */
function waitingList(entries, open) {
  const box = element("details", "", "waiting");
  box.open = Boolean(open);
  box.append(element("summary", words.waiting.replace("{count}", entries.length), "count"));
  const list = element("ul");
  for (const entry of entries) {
    const item = element("li");
    item.append(element("span", `${entry.head} ${entry.body.day} ${words[`outcome_${entry.body.outcome}`]}`));
    if (entry.undo) item.append(" ", element("span", words.undone, "tag"));
    else item.append(" ", button(words.takeback, () => outbox.takeBack(entry)));
    list.append(item);
  }
  box.append(list);
  return box;
}

/* A visit that was refused: what the service says, and what can be done. Nothing is overwritten by itself. */
function stuck(entry) {
  const box = element("div", "", "stuck");
  box.append(element("b", `${entry.head} ${entry.body.day}`), element("p", entry.said || words.refused));
  const choices = element("div", "", "actions");
  if (entry.status === 409 && !entry.undo) choices.append(button(words.anew, () => outbox.sendAnew(entry, {})));
  if (entry.status === 400) choices.append(button(words.astoday, () => outbox.sendAnew(entry, { day: state.clock.day(0) })));
  choices.append(button(words.tryagain, () => outbox.tryAgain(entry)));
  if (state.homes.some((home) => home.token === entry.home)) {
    const link = element("a", words.open, "button plain");
    link.href = `/households/${encodeURIComponent(entry.home)}/`;
    choices.append(link);
  }
  choices.append(button(words.discard, () => drop([entry])));
  box.append(choices);
  return box;
}

function button(text, act) {
  const made = element("button", text, "button plain");
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

async function drop(entries) {
  if (!window.confirm(words.sure)) return;
  for (const entry of entries) await outbox.remove(entry.id);
}

const actions = {
  words,
  day: (ago) => state.clock.day(ago) || root.dataset.day,
  people: (home) => state.people.filter((person) => home.companions.includes(person.id)),
  next: (home) => {
    const order = state.order.filter((one) => one.token === home.token || !state.waiting.has(one.token));
    return order[order.findIndex((one) => one.token === home.token) + 1] || null;
  },
  async save(home, report) {
    const id = newId();
    const visitors = report.visitors.length ? [service.account, ...report.visitors] : [];
    const entry = { id, account: service.account, home: home.token, head: home.head, seal: await state.keep.value("seal"), made: Date.now(), state: "waiting", tried: 0, body: { client_id: id, ...report, visitors } };
    await outbox.add(entry);
    return entry;
  },
  undo: (entry) => outbox.takeBack(entry),
  closed: () => refresh(),
};

let outbox;

async function refresh() {
  const there = await service.ready();
  if (!there && !service.closed) {
    if (service.signedOut) await outbox.handOverOthers();
    // Nothing more comes: what the phone has, or nothing, is what there is.
    state.known = true;
    return show();
  }
  await outbox.askAgain();
  await outbox.send();
  await outbox.handOverOthers();
  if (there) await fetchHomes();
  if (there) await count();
  await show();
}

function worker() {
  if (!navigator.serviceWorker || !window.isSecureContext) return;
  navigator.serviceWorker.register("/today/worker.js", { scope: "/today/" }).catch(() => {});
}

async function begin() {
  state.keep = await keeper();
  state.clock = new Clock(await state.keep.value("clock"));
  outbox = new Outbox(state.keep, service, show, ran);
  await load();
  if (!service.account) service.account = (await state.keep.value("account")) || null;
  const panel = new Panel(document.getElementById("panel"), actions);
  root.dataset.live = "yes";
  document.getElementById("homes").addEventListener("click", (event) => {
    const item = event.target.closest("li[data-token]");
    const home = item && state.homes.find((one) => one.token === item.dataset.token);
    if (!home || event.ctrlKey || event.metaKey || event.shiftKey || !state.clock.learned) return;
    event.preventDefault();
    panel.open(home);
  });
  document.getElementById("find").addEventListener("input", (event) => {
    state.text = event.target.value;
    list();
  });
  document.getElementById("near").addEventListener("click", async (event) => {
    const asked = !state.here;
    state.here = asked ? await position() : null;
    event.target.setAttribute("aria-pressed", String(Boolean(state.here)));
    document.getElementById("nowhere").hidden = !asked || Boolean(state.here);
    list();
  });
  explainLeaving({ ready: root.dataset.ready, shell: !root.dataset.account, line: document.getElementById("leaving") });
  document.querySelectorAll("[data-live-only]").forEach((one) => { one.hidden = false; });
  if (state.homes.length) await show();
  await refresh();
  worker();
  window.addEventListener("online", refresh);
  window.setInterval(async () => {
    if (!state.homes.length || (await forgetOld())) return;
    panel.close();
    refresh();
  }, MINUTE);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !panel.dialog.open) refresh(); });
  document.documentElement.dataset.today = "ready";
}

begin();
