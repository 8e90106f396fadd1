// What was sealed on this device waits here and is sent when there is a signal: by any page of ours that is open, and by
// the worker where the browser wakes it. All of it is sealed; a ticket can only hand in, never read.
self.icatParcels = (() => {
  const STORES = { tickets: "ticket", parcels: "client", locked: "client", alerts: "client", receipts: "client" };
  const told = new BroadcastChannel("icat-parcels");

  function opened() {
    return new Promise((done, failed) => {
      const asked = indexedDB.open("icat-parcels", 1);
      asked.onupgradeneeded = () => {
        for (const [name, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(name, { keyPath });
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  }

  // One act on one store; what is written lies on the disk when this is over.
  async function act(store, mode, work) {
    const base = await opened();
    try {
      return await new Promise((done, failed) => {
        const transaction = base.transaction(store, mode, { durability: "strict" });
        const request = work(transaction.objectStore(store));
        transaction.oncomplete = () => done(request?.result);
        transaction.onabort = () => failed(transaction.error);
      });
    } finally {
      base.close();
    }
  }
  const all = (store) => act(store, "readonly", (rows) => rows.getAll());
  const get = (store, key) => act(store, "readonly", (rows) => rows.get(key));
  const put = (store, row) => act(store, "readwrite", (rows) => rows.put(row));
  const remove = (store, key) => act(store, "readwrite", (rows) => rows.delete(key));

  // A row as it lies there at this moment is given to the work, and nobody writes between the two: pages and the worker
  // do this at the same time, and what one wrote meanwhile is never written over. Gives the row as it was found.
  const change = (store, key, work) => act(store, "readwrite", (rows) => {
    const asked = rows.get(key);
    asked.onsuccess = () => work(asked.result, rows);
    return asked;
  });

  // Lay a parcel over the one that was read. False, and nothing written, where that one was taken or sent meanwhile.
  async function layOver(before, parcel) {
    let isLaid = false;
    await change("parcels", parcel.client, (now, rows) => {
      isLaid = now?.part === before?.part && now?.tried === before?.tried;
      if (isLaid) rows.put(parcel);
    });
    return isLaid;
  }

  // Sealed typing that nobody sent yet is left alone while a page still has it in hand.
  const inHand = (client) => `icat-writing-${client}`;
  async function isInHand(client) {
    const { held } = await navigator.locks.query();
    return held.some((lock) => lock.name === inHand(client));
  }

  async function hand(waiting) {
    const parcel = await change("parcels", waiting.client, (now, rows) => {
      if (now && !now.problem) rows.put({ ...now, tried: true });
    });
    if (!parcel || parcel.problem) return;
    const { ticket, key, client, part, sealed } = parcel;
    const answer = await fetch("/parcels/receive", {
      method: "POST", cache: "no-store", credentials: "omit", redirect: "error", signal: AbortSignal.timeout(30_000),
      headers: { "Content-Type": "application/json", "X-Requested-With": "icat" },
      body: JSON.stringify({ ticket, key, client, part, parcel: sealed }),
    });
    if (answer.ok) {
      const { state, reference } = await answer.json();
      await arrived(parcel, state, reference);
    } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      await noted(parcel, answer.status === 403 ? "ticket" : "damaged");
    } else throw new Error("later");
  }

  async function arrived(parcel, state, reference) {
    await change("parcels", parcel.client, (now, rows) => {
      if (now?.part === parcel.part) rows.delete(parcel.client);
    });
    if (parcel.kind === "referral") {
      await remove("locked", parcel.client);
      await remove("alerts", parcel.client);
    }
    await put("receipts", { client: parcel.client, kind: parcel.kind, state, reference, at: Date.now() });
  }

  const noted = (parcel, problem) => change("parcels", parcel.client, (now, rows) => {
    if (now?.part === parcel.part) rows.put({ ...now, problem });
  });

  // True when nothing is left that could be sent now or later.
  async function sendAll() {
    let isDone = true;
    for (const parcel of await all("parcels")) {
      if (parcel.problem) continue;
      if (parcel.kind === "draft" && await isInHand(parcel.client)) continue;
      try {
        await hand(parcel);
      } catch {
        isDone = false; // no signal, or the server is not there: everything stays as it is
      }
    }
    told.postMessage("changed");
    self.dispatchEvent(new Event("icat:told"));
    return isDone;
  }
  const send = () => navigator.locks.request("icat-parcels", { ifAvailable: true }, (lock) => (lock ? sendAll() : false));

  // After an hour nothing on this device can be read again, also with the PIN.
  async function forget() {
    const now = Date.now();
    for (const row of await all("locked")) if (row.until <= now) await remove("locked", row.client);
    for (const row of await all("alerts")) if (row.until <= now) await remove("alerts", row.client);
    for (const row of await all("tickets")) if (row.until <= now) await remove("tickets", row.ticket);
  }

  if (self.document && self.isSecureContext && navigator.locks) {
    let pause = 5_000, timer = 0;
    const tick = async () => {
      clearTimeout(timer);
      await forget();
      pause = await send() ? 60_000 : Math.min(pause * 2, 300_000);
      timer = setTimeout(tick, pause);
    };
    const soon = () => { pause = 5_000; tick(); };
    // Whoever has left hands in nothing new from this device; what is sealed already has a ticket of its own.
    if (document.querySelector("[data-signed-out]")) act("tickets", "readwrite", (rows) => rows.clear());
    window.addEventListener("online", soon);
    window.addEventListener("icat:sealed", soon);
    setTimeout(tick, 1_000); // a page that has something in hand has said so by then
  }
  return { all, get, put, remove, layOver, send, forget, inHand, told };
})();
