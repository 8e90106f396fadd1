// The referral form where there may be no signal: typing is sealed as it goes, sent once by itself, and can be opened
// again behind a PIN for an hour. What it says stands in the page (components/_offline.html).
import "./parcels.js";
import { lockAway, newLock, opened, read, sealToServer } from "./seal.js";

const store = self.icatParcels;
const NOT_TYPED = ["csrf_token", "version", "client_id", "team"];
const HOUR = 3_600_000, LATE = 900_000, AWAY = 60_000, TRIES = 5, SPARE = 2;
const patience = () => AbortSignal.timeout(20_000);
const panel = document.querySelector("[data-offline-panel]");
if (panel) start(panel);

async function start(panel) {
  const { shell } = panel.dataset;
  const form = document.querySelector("form[data-sealed]");
  const status = panel.querySelector("[data-status]");
  const part = (name) => panel.querySelector(`[data-part=${name}]`);
  const say = (key, fill = {}) => { status.textContent = worded(key, fill); };
  const worded = (key, fill = {}) =>
    Object.entries(fill).reduce((text, [name, value]) => text.replace(`{${name}}`, value), panel.dataset[key]);
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });

  if (!self.isSecureContext || !self.crypto?.subtle || !navigator.locks || !navigator.serviceWorker) return; // it says so
  form.hidden = false;
  status.textContent = "";
  // What is being written here: ``ticket`` hands it in, ``key`` is the lock behind the PIN while it is open.
  const fresh = (client) => ({ client: client || crypto.randomUUID(), part: 0, ticket: null, key: null, kept: null });
  let now = fresh(form.elements.client_id?.value);
  let timer = 0, touched = Date.now(), passed = false, isSettled = false, dropped = () => {};

  // ---- being ready -------------------------------------------------------------------------------------------------

  async function register(address) {
    const policy = self.trustedTypes?.createPolicy("icat", { createScriptURL: (one) => one });
    try {
      await navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address, { scope: "/referrals/" });
    } catch {
      return; // without signal: the one that is there goes on
    }
    const needed = new Set([shell, ...panel.dataset.files.split(" ")]);
    try {
      const cache = await caches.open("icat-shell");
      const answer = await fetch(shell, { cache: "no-store", redirect: "error", headers: { Accept: "application/json" }, signal: patience() });
      if (!answer.ok) return; // nobody is signed in: what was kept before is kept
      await Promise.all([...needed].map(async (one) => one === shell || await cache.match(one) || cache.add(one)));
      await cache.put(shell, answer); // the last: with it the page is whole
      for (const { url } of await cache.keys()) if (!needed.has(new URL(url).pathname)) await cache.delete(url);
    } catch {
      return; // the signal went away: next time
    }
  }

  // A few tickets in stock, of whoever is signed in now: the server says who that is, also when none is needed. Those of
  // somebody else on this device are thrown away, or what is written here would stand under the wrong name.
  async function refill() {
    try {
      for (let member = ""; ;) {
        const stock = await store.all("tickets");
        const isFull = stock.length >= SPARE;
        if (member && isFull) return await revive(member);
        const answer = await fetch(panel.dataset.tickets, {
          method: "POST", cache: "no-store", redirect: "error", signal: patience(),
          headers: { Accept: "application/json", "X-Requested-With": "icat" },
          body: new URLSearchParams({ team: panel.dataset.team, ...(isFull && { full: "y" }) }),
        });
        if (!answer.ok) return;
        const given = await answer.json();
        member = given.member;
        for (const old of stock) if (old.member !== member) await store.remove("tickets", old.ticket);
        if (given.ticket) await store.put("tickets", { ...given, until: Date.parse(given.until) });
        else if (!isFull) return await revive(member); // this session has had enough of them
      }
    } catch {
      return; // no signal
    }
  }

  // What could not be sent because its ticket ran out goes on with a fresh one, if it is of the same person.
  async function revive(member) {
    for (const parcel of await store.all("parcels")) {
      if (parcel.problem !== "ticket" || parcel.member !== member) continue;
      const fresh = await drawn();
      if (fresh && !await store.layOver(parcel, { ...parcel, ticket: fresh.ticket, problem: "" })) {
        await store.put("tickets", fresh); // typed on meanwhile: that part has a ticket
      }
    }
  }

  async function drawn() {
    const team = form.elements.team?.value || panel.dataset.team;
    const [found] = (await store.all("tickets")).filter((one) => one.until > Date.now() && one.team === team);
    if (found) await store.remove("tickets", found.ticket);
    return found;
  }

  // While this page lives, what it is writing is in its hand and not sent as it is.
  function take(next) {
    now = next;
    if (form.elements.client_id) form.elements.client_id.value = now.client;
    dropped();
    navigator.locks.request(store.inHand(now.client), () => new Promise((done) => { dropped = done; }));
  }

  // ---- writing -----------------------------------------------------------------------------------------------------

  function typed() {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !NOT_TYPED.includes(name)) (found[name] ??= []).push(value);
    }
    return found;
  }

  function fill(said) {
    form.reset();
    for (const box of form.elements) {
      const values = said[box.name];
      if (!values || box.type === "file" || ["hidden", "submit", "button"].includes(box.type)) continue;
      if (["checkbox", "radio"].includes(box.type)) box.checked = values.includes(box.value);
      else box.value = values[0];
    }
    for (const box of form.elements) box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const isEmpty = () => ![...form.elements].some(
    (box) => ["text", "tel", "textarea"].includes(box.type) && box.value.trim(),
  );

  // One after the other, so that a later state of the form never lies below an earlier one.
  let turn = Promise.resolve();
  const seal = (kind) => (turn = turn.then(() => sealNow(kind), () => sealNow(kind)));

  async function sealNow(kind) {
    if (isEmpty()) return false;
    now.ticket ??= await drawn();
    if (!now.ticket) {
      say("noTicket");
      return false;
    }
    const said = typed();
    while (!await laid(now, kind, said));
    if (now.key) await lock(said);
    return true;
  }

  // What was taken to be sent is a part that stays as it is: what was typed since then is the next one. It may be taken
  // while this one is being sealed: then it was not laid.
  async function laid(mine, kind, said) {
    const before = await store.get("parcels", mine.client);
    const wanted = kind === "draft" && before ? before.kind : kind; // who presses a button once need not press it again
    const { ticket, key, member } = mine.ticket;
    const part = mine.part + (!before || before.tried ? 1 : 0);
    const sealed = await sealToServer(
      { kind: wanted, written_at: new Date().toISOString(), typed: said }, mine.ticket, mine.client, part,
    );
    const isLaid = await store.layOver(before, {
      client: mine.client, part, kind: wanted, ticket, key, member, sealed,
      at: before?.kind === wanted ? before.at : Date.now(), tried: false, problem: "",
    });
    if (isLaid) mine.part = part;
    return isLaid;
  }

  async function lock(said) {
    await store.put("locked", {
      client: now.client, part: now.part, ticket: now.ticket, ...now.kept, sealed: await lockAway(now.key, said),
      tries: 0, at: Date.now(), until: Date.now() + HOUR,
    });
  }

  function renewed(form) {
    form.reset();
    take(fresh());
  }

  form.addEventListener("input", () => {
    touched = Date.now();
    clearTimeout(timer);
    timer = setTimeout(keepNow, 1_500);
  });
  const atOnce = () => { clearTimeout(timer); seal("draft"); };
  document.addEventListener("visibilitychange", () => { if (document.hidden) atOnce(); });
  window.addEventListener("icat:leaving", atOnce);

  form.addEventListener("submit", async (event) => {
    if (passed) return;
    event.preventDefault();
    clearTimeout(timer);
    const { submitter } = event;
    if ("ordinary" in form.dataset && await hasSignal()) return goOrdinary(submitter);
    if (submitter?.name === "draft") return keepNow();
    const kind = submitter?.name === "alert" ? "alert" : "referral";
    ask(kind);
    if (!form.reportValidity()) return;
    const hasPhoto = [...form.elements].some((box) => box.type === "file" && box.files.length);
    if (!await seal(kind)) return say(now.ticket ? "nothingYet" : "noTicket");
    if (kind === "alert") {
      const { client, part: n, ticket } = now;
      await store.put("alerts", { client, part: n, ticket, at: Date.now(), until: ticket.until });
    } else renewed(form);
    status.textContent = hasPhoto ? worded("noPhoto") : "";
    await wake();
    await draw();
    window.dispatchEvent(new Event("icat:sealed"));
    panel.scrollIntoView({ block: "center" });
  });

  async function hasSignal() {
    try {
      return (await fetch(panel.dataset.signal, { cache: "no-store", signal: AbortSignal.timeout(4_000) })).ok;
    } catch {
      return false;
    }
  }

  // The server takes it from here, and says beside each box what is wrong.
  async function goOrdinary(submitter) {
    const waiting = await store.get("parcels", now.client);
    if (waiting?.kind === "draft") await store.remove("parcels", now.client);
    if (now.ticket && !now.part) await store.put("tickets", now.ticket);
    else if (waiting?.kind === "draft" && now.part === 1 && !waiting.tried) await store.put("tickets", now.ticket);
    passed = true;
    form.requestSubmit(submitter);
    passed = false;
  }

  async function keepNow() {
    if (await seal("draft")) say("keptAt", { time: clock(Date.now()) });
  }

  // Without signal nobody else can say that something is missing. data-needed: names of boxes, of those with | between
  // one is enough; data-then: what an answer makes necessary.
  function ask(kind) {
    const said = typed();
    const isSaid = (name) => Boolean(said[name]?.some((text) => text.trim()));
    const missing = form.dataset[kind === "alert" ? "neededAlert" : "needed"].split(" ")
      .map((some) => some.split("|")).filter((some) => !some.some(isSaid)).map(([first]) => first);
    for (const rule of form.dataset.then.split(" ")) {
      const [answer, wanted] = rule.split(":");
      const [name, value] = answer.split("=");
      if ((value ? said[name]?.includes(value) : isSaid(name)) && !isSaid(wanted)) missing.push(wanted);
    }
    for (const box of form.elements) box.required = false;
    for (const name of missing) {
      const found = form.elements[name];
      const box = found instanceof RadioNodeList ? found[0] : found;
      if (!box) continue;
      box.required = true;
      box.closest("details")?.setAttribute("open", ""); // what is folded away cannot be pointed at
    }
  }

  async function wake() {
    try {
      await (await navigator.serviceWorker.ready).sync?.register("icat-parcels");
    } catch {
      return; // the browser has none, or was told not to: an open page sends
    }
  }

  // ---- the PIN -----------------------------------------------------------------------------------------------------

  part("lock").addEventListener("submit", async (event) => {
    event.preventDefault();
    const box = event.target.querySelector("input");
    if (!/^\d{6,12}$/.test(box.value)) return say("pinShort");
    if (isEmpty()) return say("nothingYet");
    say("working");
    Object.assign(now, await newLock(box.value));
    box.value = "";
    if (await seal("draft")) putAway();
    await draw();
  });

  function putAway() {
    renewed(form);
    say("lockedAt", { time: clock(Date.now()) });
  }

  async function reopen(event) {
    event.preventDefault();
    const box = event.target.querySelector("input");
    const row = await store.get("locked", event.target.dataset.client);
    if (!row || row.until <= Date.now()) return draw();
    say("working");
    try {
      const key = await opened(box.value, row);
      fill(await read(key, row.sealed));
      const { client, ticket, salt, device, wrapped } = row;
      const waiting = await store.get("parcels", client);
      take({ client, part: Math.max(row.part, waiting?.part ?? 0), ticket, key, kept: { salt, device, wrapped } });
      say("reopened");
      await draw();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    } catch {
      const tries = row.tries + 1;
      if (tries < TRIES) await store.put("locked", { ...row, tries });
      else await store.remove("locked", row.client);
      box.value = "";
      say(tries < TRIES ? "pinWrong" : "pinOver");
      await draw();
    }
  }

  // ---- what is seen ------------------------------------------------------------------------------------------------

  async function draw() {
    const [parcels, locked, alerts, receipts, tickets] = await Promise.all(
      ["parcels", "locked", "alerts", "receipts", "tickets"].map(store.all),
    );
    const list = part("list");
    list.replaceChildren();
    for (const one of parcels.sort((a, b) => a.at - b.at)) {
      if (one.client === now.client && one.kind === "draft") continue;
      const kind = one.problem || (one.kind === "draft" ? "draftWaits" : "waits");
      line(list, worded(`${kind}At`, { time: clock(one.at) }));
    }
    for (const one of receipts) {
      const item = line(list, worded(one.state === "submitted" ? "arrived" : one.kind === "draft" ? "arrivedTyping" : "arrivedDraft", { time: clock(one.at) }));
      const link = document.createElement("a");
      link.href = `/referrals/${one.reference}`;
      link.textContent = one.reference;
      link.className = "govuk-link app-num";
      item.append(" ", link);
    }
    for (const one of alerts) if (one.client !== now.client) line(list, "", button("goOn", { time: clock(one.at) }, () => goOn(one)));
    const others = locked.filter((one) => one.client !== now.client);
    const opening = part("open");
    opening.hidden = !others.length;
    if (others.length) {
      const newest = others.sort((a, b) => b.at - a.at)[0];
      opening.dataset.client = newest.client;
      opening.querySelector("[data-until]").textContent = worded("untilAt", { time: clock(newest.until) });
    }
    if ((list.hasChildNodes() || !opening.hidden) && panel.nextElementSibling !== form) form.before(panel); // not below a form that is longer than the screen
    part("lock").hidden = !(now.ticket || tickets.length);
    part("late").hidden = !parcels.some((one) => one.kind !== "draft" && Date.now() - one.at > LATE);
    if (!status.textContent && isSettled) say(tickets.length || now.ticket ? "ready" : "noTicket");
    panel.hidden = false;
  }

  function line(list, text, extra) {
    const item = document.createElement("li");
    item.textContent = text;
    if (extra) item.append(extra);
    list.append(item);
    return item;
  }

  function button(key, fill, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "app-plain";
    made.textContent = worded(key, fill);
    made.addEventListener("click", act);
    return made;
  }

  // The fuller form after an alert: empty, because nothing here can read the alert again, and under the same number.
  async function goOn({ client, part: n, ticket }) {
    const waiting = await store.get("parcels", client);
    take({ ...fresh(client), part: Math.max(n, waiting?.part ?? 0), ticket });
    say("goesOn");
    await draw();
  }

  part("open").addEventListener("submit", reopen);
  store.told.addEventListener("message", draw);
  window.addEventListener("icat:told", draw);
  setInterval(async () => {
    await store.forget();
    if (now.key && Date.now() - touched > AWAY && await seal("draft")) putAway(); // a phone that lies about
    await draw();
  }, 15_000);
  window.addEventListener("pagehide", async () => {
    for (const one of await store.all("receipts")) await store.remove("receipts", one.client); // they were seen
  });

  // Everything above works by now; what follows waits for a network that may be slow or not there.
  take(now);
  await draw();
  await refill();
  isSettled = true;
  await draw();
  await register(panel.dataset.worker);
}
