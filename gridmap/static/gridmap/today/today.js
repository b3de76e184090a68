/* /today/: the own households and the outbox, with or without a network. The page works without this file too. */
import { callsAt, drawToCall } from "./calls.js";
import { ChangePanel } from "./change.js";
import { Clock, said } from "./clock.js";
import { position } from "./find.js";
import { keeper, SENT_DAYS } from "./keep.js";
import { arrange, draw, element } from "./list.js";
import { drawNeeds, NeedPanel, nowUsed } from "./needs.js";
import { newId, Outbox } from "./outbox.js";
import { Panel } from "./panel.js";
import { explainLeaving } from "./leaving.js";
import { plot, tapped } from "./plot.js";
import { far, length, walk } from "./walk.js";
import { tellWeek } from "./week.js";

const root = document.getElementById("today");
const words = JSON.parse(document.getElementById("words").textContent);
const MINUTE = 60000;
const LOW = 168;
const HIGH = 400;
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
  changes: "/api/v1/register/changes/",
  moves: (number) => `/api/v1/register/changes/${number}/moves/`,
  needs: "/api/v1/needs/",
  answers: (token) => `/api/v1/households/${encodeURIComponent(token)}/answers/`,
  results: (campaign) => `/api/v1/campaigns/${campaign}/results/`,
  needMoves: (id) => `/api/v1/needs/${id}/moves/`,
  begun: words.begun,
  mistaken: words.mistaken,
  withdraw: (id) => `/api/v1/visits/inbox/${id}/withdraw/`,

  async ready() {
    try {
      const answer = await fetch(root.dataset.ready, {
        headers: await aboutPhone(),
        credentials: "same-origin",
        cache: "no-store",
      });
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
    } catch {
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

  async post(address, body, more) {
    try {
      const answer = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": this.csrf,
          ...more,
        },
        body: JSON.stringify(body),
      });
      const told = await answer.json().catch(() => ({}));
      const first = (told.errors || [])[0];
      const said = [told.detail, first ? first.remedy : ""].filter(Boolean).join(" ");
      const csrf = answer.status === 403 && /CSRF/.test(said);
      return { ok: answer.ok, status: answer.status, told, said, csrf };
    } catch {
      return { ok: false, status: 0 };
    }
  },
};

/* `known`: whether it is known which households are the person's own; until then the list of the service stands. Only as long as the
   page is open: `here`, one's own position; `from` and `seen`, where something was recorded; `folds`, which groups lie open. */
const state = {
  known: false,
  homes: [],
  people: [],
  register: {},
  needs: {},
  questions: {},
  calls: {},
  answered: new Map(),
  used: [],
  text: "",
  base: null,
  here: null,
  from: null,
  seen: new Set(),
  done: new Set(),
  met: new Set(),
  folds: new Map(),
  waiting: new Set(),
  answering: new Set(),
  calling: new Set(),
  clock: new Clock(null),
  sent: null,
};

/* A random id of this phone and how much waits on it: before a redraw an office sees whose phones were last heard of when. */
async function aboutPhone() {
  let id = await state.keep.value("phone");
  if (!id) await state.keep.setValue("phone", (id = newId()));
  const entries = await state.keep.entries();
  const mine = entries.filter((entry) => entry.account === service.account && entry.what !== "change").length;
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
    state.base = (await state.keep.value("base")) || null;
    take(kept);
    return;
  }
  // What goes from the phone was not on the page yet. The shell has nobody's list: there, nothing is what there is.
  state.known = !root.dataset.account;
}

async function forget() {
  state.base = null;
  await state.keep.setValue("homes", undefined);
  await state.keep.setValue("base", undefined);
  take({});
}

function take(told) {
  const { households = [], people = [], register = {}, needs = {}, questions = {}, calls = {} } = told;
  Object.assign(state, { known: true, homes: households, people, register, needs, questions, calls });
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
    const answer = await fetch(root.dataset.homes, {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    if (answer.status === 403) await forget();
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.account !== service.account) return;
    await state.keep.setValue("homes", { ...told, at: state.clock.now() });
    take(told);
  } catch {
    /* No network: what is kept stays. */
  }
}

/* Once a day, for all villages of the own households at once: no address names a place. */
async function fetchBase() {
  if (!state.homes.length || state.base?.day === state.clock.day(0)) return;
  try {
    const answer = await fetch(root.dataset.base, {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.account !== service.account) return;
    state.base = told;
    await state.keep.setValue("base", told);
  } catch {
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
    refused: found
      .filter((line) => line.state === "refused")
      .map((line) => ({ day: days.get(line.client_id), reason: line.reason })),
  };
}

/* After each run; what was refused says that households have left, what is in the register that they are not what they were. */
async function ran(refusals, told) {
  const other = ["confirmed", "reported", "answered"];
  if (refusals || told.some((one) => other.includes(one.state))) await fetchHomes();
  tellChanges(told);
  await count();
  await show();
}

/* The list, the map and the week, from what is known at this moment: a search waits for nothing. */
function list() {
  if (!root.dataset.live || !state.known) return;
  const day = state.clock.day(0);
  const visited = state.homes.filter((home) => home.last_met === day).map((home) => home.token);
  state.done = new Set([...state.seen, ...visited]);
  const told = { ...state, words };
  drawToCall(document.getElementById("calls"), state.calls, state.homes, told);
  draw(document.getElementById("homes"), state.homes, told);
  tellWeek(document.getElementById("week"), state.homes, told);
  const steps = walk(state.homes, state);
  const whole = map.large();
  const { here, done, base } = state;
  plot(map.svg, state.homes, steps, { here, done, words, high: whole ? HIGH : LOW, whole, base });
  map.credit.textContent = base?.credit || "";
  map.told.textContent = steps.length
    ? words.walk_told.replace("{count}", steps.length).replace("{far}", far(length(steps), words))
    : words.walk_none;
}

/* The map is a part of this page, so that it opens without a network; the bar of the phone leads to it. */
const map = {
  svg: document.querySelector("[data-map] svg"),
  told: document.querySelector(".plot [data-told]"),
  credit: document.querySelector(".plot [data-credit]"),
  large: () => window.location.hash === "#map" && window.matchMedia("(max-width: 44rem)").matches,
  turn() {
    document.documentElement.dataset.view = window.location.hash === "#map" ? "map" : "";
    for (const link of document.querySelectorAll(".bar a")) {
      const here = link.dataset.place === (window.location.hash === "#map" ? "map" : "today");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    window.scrollTo(0, 0);
    list();
  },
};

/* Needs of the own households, as the phone has taken them along. */
function needs() {
  if (root.dataset.live && state.known)
    drawNeeds(document.getElementById("needs"), state.needs.needs || [], toldOfNeeds(), state.needs.waiting);
}

function toldOfNeeds() {
  const heads = Object.fromEntries(state.homes.map((home) => [home.token, home.head]));
  return { words, waiting: state.answering, heads, answer };
}

/* What those concerned say: through the outbox, on the version that was seen. */
async function answer(need, said, reason) {
  const home = state.homes.find((one) => one.token === need.household) || { token: need.household, head: "" };
  const id = newId();
  const body = { client_id: id, need: need.id, version: need.version, answer: said, reason, day: state.clock.day(0) };
  await outbox.add(await entryOf("answer", home, `${need.number} ${words[`answer_${said}`]}`, body));
}

/* What is to be asked at a door, but for what waits to be sent: the phone knows the answer already. */
function asked(home) {
  const waiting = state.answered.get(home.token) || new Set();
  const told = { words, waiting, answer: (one, value, text) => answerAtDoor(home, one, value, text) };
  return { questions: state.questions[home.token] || [], told };
}

async function answerAtDoor(home, one, value, text) {
  const id = newId();
  const day = state.clock.day(0) || root.dataset.day;
  const body = { client_id: id, question: one.code, resident: one.resident, value, day, source: "door" };
  await outbox.add(await entryOf("door", home, `${one.words} ${text}`, body));
}

/* Roll-calls that still have to reach it, but for what waits to be sent. */
function called(home) {
  const told = { words, now: () => state.clock.now(), save: (...said) => tellCall(home, ...said) };
  return { calls: callsAt(state.calls, home.token, state.calling), told };
}

/* At the door and by phone it is the visit, too; a drill is none. */
async function tellCall(home, call, said, text) {
  const id = newId();
  const entry = await entryOf("call", home, `${call.title} ${text}`, { client_id: id, household: home.token, ...said });
  Object.assign(entry, { campaign: call.id, day: state.clock.day(0) || root.dataset.day, visit: isVisit(call, said) });
  state.calling.add(`${call.id} ${home.token}`);
  if (entry.visit) recorded(home);
  await outbox.add(entry);
  return entry;
}

function isVisit(call, said) {
  return !call.drill && said.how !== "neighbour";
}

async function entryOf(what, home, label, body) {
  return {
    id: body.client_id,
    what,
    account: service.account,
    home: home.token,
    head: home.head,
    label,
    seal: await state.keep.value("seal"),
    made: Date.now(),
    state: "waiting",
    tried: 0,
    body,
  };
}

async function show() {
  const entries = service.account ? await outbox.own() : [];
  const others = service.account ? await outbox.others() : await state.keep.entries();
  state.waiting = new Set(entries.map((entry) => entry.home));
  const visits = entries.filter((entry) => !entry.undo && withVisit(entry));
  for (const entry of visits) state.seen.add(entry.home);
  state.met = new Set(visits.filter(met).map((entry) => entry.home));
  const calls = entries.filter((entry) => entry.what === "call" && !entry.undo);
  state.calling = new Set(calls.map((entry) => `${entry.campaign} ${entry.home}`));
  state.answering = new Set(entries.filter((entry) => entry.what === "answer").map((entry) => entry.body.need));
  state.answered = new Map();
  for (const entry of entries.filter((one) => one.what === "door" && !one.undo)) {
    const there = state.answered.get(entry.home) || new Set();
    state.answered.set(entry.home, there.add(`${entry.body.question} ${entry.body.resident ?? ""}`));
  }
  list();
  needs();
  tellOutbox(entries, others);
  const ahead = state.clock.ahead();
  const clock = document.getElementById("clock");
  clock.hidden = !ahead;
  if (ahead) clock.textContent = (ahead > 0 ? words.ahead : words.behind).replace("{minutes}", Math.abs(ahead));
  document.documentElement.dataset.outbox = String(entries.length);
  document.documentElement.dataset.reached = service.reached === false ? "no" : "yes";
  document.dispatchEvent(new Event("standing"));
}

function withVisit(entry) {
  return !entry.what || (entry.what === "need" && entry.body.visit) || (entry.what === "call" && entry.visit);
}

function met(entry) {
  if (entry.what === "call") return ["ok", "needs"].includes(entry.body.state);
  return (entry.body.visit || entry.body).outcome === "met";
}

function tellOutbox(entries, others) {
  const box = document.getElementById("outbox");
  tellSent();
  const waiting = entries.filter((entry) => entry.state === "waiting");
  const lines = [];
  if (waiting.length) lines.push(waitingList(waiting, box.querySelector("details[open]")));
  if (service.closed) lines.push(element("p", words.closed));
  if (service.closed && waiting.some((entry) => entry.what)) lines.push(element("p", words.closedchanges));
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
  const parts = [words.sent.replace("{days}", SENT_DAYS).replace("{recorded}", told.recorded)];
  if (told.office) parts.push(words.office.replace("{count}", told.office));
  if (told.unknown) parts.push(words.unknown.replace("{count}", told.unknown));
  for (const one of told.refused)
    parts.push(words.notaccepted.replace("{day}", said(one.day)).replace("{reason}", one.reason));
  line.textContent = parts.join(" ");
  document.documentElement.dataset.sent = String(told.recorded);
  document.documentElement.dataset.office = String(told.office);
}

/* What became of the changes that were sent just now: they wait for the village, or are in the register. */
function tellChanges(told) {
  if (!told.length) return;
  const line = document.getElementById("changed");
  line.hidden = false;
  line.textContent = told
    .map(({ entry, state, number }) =>
      words[`change_${state}`].replace("{what}", `${entry.head} · ${entry.label}`).replace("{number}", number),
    )
    .join(" ");
}

function dayOf(entry) {
  return entry.day || entry.body.day || entry.body.raised_on || entry.body.effective_on;
}

function whatOf(entry) {
  return entry.what ? entry.label : words[`outcome_${entry.body.outcome}`];
}

/* "Waiting to be sent: 2", and which: what was saved by mistake is taken back here before it is sent. */
function waitingList(entries, open) {
  const box = element("details", "", "waiting");
  box.open = Boolean(open);
  box.append(element("summary", words.waiting.replace("{count}", entries.length), "count"));
  const list = element("ul");
  for (const entry of entries) {
    const item = element("li");
    item.append(element("span", `${entry.head} ${dayOf(entry)} ${whatOf(entry)}`));
    if (entry.undo) item.append(" ", element("span", words.undone, "tag"));
    else
      item.append(
        " ",
        button(words.takeback, () => takeBack(entry)),
      );
    list.append(item);
  }
  box.append(list);
  return box;
}

/* What was refused: what the service says, and what can be done. Nothing is overwritten by itself. */
function stuck(entry) {
  const box = element("div", "", "stuck");
  const title = `${entry.head} ${dayOf(entry)} ${entry.what ? entry.label : ""}`.trim();
  box.append(element("b", title), element("p", entry.said || words.refused));
  // Who is to be told of it reads it off here.
  if (["need", "call"].includes(entry.what)) box.append(element("p", entry.body.text, "small"));
  const choices = element("div", "", "actions");
  const anew = { need: words.anewneed, change: words.anew }[entry.what] || words.anew;
  if (entry.status === 409 && !entry.undo && !["answer", "door", "call"].includes(entry.what))
    choices.append(button(anew, () => outbox.sendAnew(entry, {})));
  if (entry.status === 400 && !entry.what)
    choices.append(button(words.astoday, () => outbox.sendAnew(entry, { day: state.clock.day(0) })));
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

/* The order begins anew from here. */
function recorded(home) {
  state.seen.add(home.token);
  state.from = home.point || state.from;
}

function takeBack(entry) {
  state.seen.delete(entry.home);
  return outbox.takeBack(entry);
}

const actions = {
  words,
  day: (ago) => state.clock.day(ago) || root.dataset.day,
  people: (home) => state.people.filter((person) => home.companions.includes(person.id)),
  /* Whose turn it is now, from where one stands: never the same household again. */
  next: (home) => {
    const done = new Set([...state.done, ...state.seen, home.token]);
    const groups = arrange(state.homes, { ...state, text: "", done, from: home.point || state.from });
    return groups.filter(([name]) => name !== "done").flatMap(([, lines]) => lines)[0]?.home || null;
  },
  async save(home, report) {
    const id = newId();
    const visitors = report.visitors.length ? [service.account, ...report.visitors] : [];
    const entry = {
      id,
      account: service.account,
      home: home.token,
      head: home.head,
      seal: await state.keep.value("seal"),
      made: Date.now(),
      state: "waiting",
      tried: 0,
      body: { client_id: id, ...report, visitors },
    };
    recorded(home);
    await outbox.add(entry);
    return entry;
  },
  undo: takeBack,
  closed: () => refresh(),
  known: (home) => known(home),
  asked,
  called,
  report: (...told) => report(...told),
};

/* What a form of a need can choose from, and what is open at that household. */
function known(home) {
  const { categories = [], needs: all = [] } = state.needs;
  const people = state.people.filter((person) => home.companions.includes(person.id));
  const there = all.filter((need) => need.household === home.token);
  return { categories, used: state.used, people, needs: there, told: toldOfNeeds() };
}

/* With the visit on which it was told, or without. */
async function report(home, label, said, visit) {
  const id = newId();
  const visitors = visit?.visitors.length ? [service.account, ...visit.visitors] : [];
  const told = visit ? { source: "visit", raised_on: visit.day, visit: { ...visit, visitors } } : {};
  state.used = nowUsed(state.used, said.category);
  await state.keep.setValue("used", state.used);
  const entry = await entryOf("need", home, `${words.need}: ${label}`, {
    client_id: id,
    household: home.token,
    ...said,
    ...told,
  });
  if (visit) recorded(home);
  await outbox.add(entry);
  return entry;
}

const needing = {
  words,
  day: () => state.clock.day(0) || root.dataset.day,
  known,
  report,
  undo: (entry) => outbox.takeBack(entry),
  closed: () => refresh(),
};

const changing = {
  words,
  day: () => state.clock.day(0) || root.dataset.day,
  async save(home, label, told) {
    const id = newId();
    const entry = {
      id,
      what: "change",
      account: service.account,
      home: home ? home.token : "",
      head: home ? home.head : told.payload.head_name,
      label,
      seal: await state.keep.value("seal"),
      made: Date.now(),
      state: "waiting",
      tried: 0,
      body: { client_id: id, ...told },
    };
    await outbox.add(entry);
    return entry;
  },
  undo: (entry) => outbox.takeBack(entry),
  closed: () => refresh(),
};

/* All that can be chosen of a household, as the phone has taken it along. Care records stay with the service. */
function listsOf(home) {
  const { categories = [], places = [], villages = [], grids = {}, households = {} } = state.register;
  const own = (home && households[home.token]) || {};
  const beside = (one) => one.token !== home.token && households[one.token]?.village === own.village;
  const others = home ? state.homes.filter(beside).map((one) => [one.token, `${one.number} ${one.head}`]) : [];
  const elsewhere = villages.filter(([code]) => code !== own.village);
  return {
    ...own,
    categories,
    places,
    villages: elsewhere,
    grids: grids[own.village] || [],
    households: others,
  };
}

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
  if (!there) return;
  await fetchBase();
  list();
}

/* One worker: that of another scope, from before, goes. The page of nobody asks for none, it has come from one. */
async function worker() {
  const { worker: address, scope } = root.dataset;
  if (!address || !navigator.serviceWorker || !window.isSecureContext) return;
  try {
    const kept = await navigator.serviceWorker.register(address, { scope });
    const all = await navigator.serviceWorker.getRegistrations();
    await Promise.all(all.filter((one) => one.scope !== kept.scope).map((one) => one.unregister()));
  } catch {
    /* Without one the page only does not open offline. */
  }
}

async function begin() {
  // Opened without a network at the address where an app begins.
  if (window.location.pathname === "/") window.history.replaceState(null, "", `/today/${window.location.hash}`);
  state.keep = await keeper();
  state.clock = new Clock(await state.keep.value("clock"));
  outbox = new Outbox(state.keep, service, show, ran);
  state.used = (await state.keep.value("used")) || [];
  await load();
  if (!service.account) service.account = (await state.keep.value("account")) || null;
  const panel = new Panel(document.getElementById("panel"), actions);
  const change = new ChangePanel(document.getElementById("change"), changing);
  const need = new NeedPanel(document.getElementById("need"), needing);
  document.querySelector("#panel [data-call]").addEventListener("click", () => {
    const home = panel.home;
    panel.close();
    need.open(home);
  });
  document.querySelector("#panel [data-change]").addEventListener("click", () => {
    const home = panel.home;
    panel.close();
    change.open(home, listsOf(home));
  });
  // Whoever may visit nobody now is not offered it.
  document.getElementById("new-home")?.addEventListener("click", (event) => {
    if (!state.clock.learned || !(state.register.places || []).length) return;
    event.preventDefault();
    change.open(null, listsOf(null));
  });
  root.dataset.live = "yes";
  const opens = (event) => {
    const fold = event.target.closest("summary")?.parentElement;
    // It opens or closes after this.
    if (fold) state.folds.set(fold.parentElement.dataset.group || fold.parentElement.dataset.toCall, !fold.open);
    const item = event.target.closest("li[data-token]");
    const home = item && state.homes.find((one) => one.token === item.dataset.token);
    if (!home || event.ctrlKey || event.metaKey || event.shiftKey || !state.clock.learned) return;
    event.preventDefault();
    panel.open(home, event.target.closest("[data-met]") ? "met" : "");
  };
  for (const name of ["homes", "calls"]) document.getElementById(name).addEventListener("click", opens);
  map.svg.addEventListener("click", (event) => {
    const token = tapped(map.svg, event);
    const home = token && state.homes.find((one) => one.token === token);
    if (home && state.clock.learned) panel.open(home);
  });
  window.addEventListener("hashchange", map.turn);
  document.querySelector('.bar [data-place="today"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    window.history.pushState(null, "", "/today/");
    map.turn();
  });
  document.getElementById("find").addEventListener("input", (event) => {
    state.text = event.target.value;
    list();
  });
  document.getElementById("near").addEventListener("click", async (event) => {
    const asked = !state.here;
    state.here = asked ? await position() : null;
    if (!state.here) state.from = null;
    event.target.setAttribute("aria-pressed", String(Boolean(state.here)));
    document.getElementById("nowhere").hidden = !asked || Boolean(state.here);
    list();
  });
  explainLeaving({ ready: root.dataset.ready, shell: !root.dataset.account, line: document.getElementById("leaving") });
  document.querySelectorAll("[data-live-only]").forEach((one) => {
    one.hidden = false;
  });
  if (window.location.hash === "#map") map.turn();
  if (state.homes.length) await show();
  await refresh();
  worker();
  window.addEventListener("online", refresh);
  window.setInterval(async () => {
    if (!state.homes.length || (await forgetOld())) return;
    panel.close();
    change.close();
    need.close();
    refresh();
  }, MINUTE);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && ![panel, change, need].some((one) => one.dialog.open)) refresh();
  });
  document.documentElement.dataset.today = "ready";
}

begin();
