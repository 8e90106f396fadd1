// The sign-out clock: warns two minutes before the page locks, and lets the person stay.
const { idleSeconds, stayUrl } = document.body.dataset;
const idle = Number(idleSeconds) * 1000;

if (idle) {
  const words = document.getElementById("idle-words").content.cloneNode(true);
  const dialog = words.querySelector("dialog");
  const left = words.querySelector("[data-left]");
  const stay = words.querySelector("[data-stay]");
  const others = new BroadcastChannel("icat-session");
  const warning = Math.min(120_000, idle / 2);
  let last = Date.now();
  words.querySelector("[data-kept]").hidden = !document.querySelector("form[data-autosave]");
  document.body.append(words);

  // The server was heard from: here (a draft was saved) or in another window of the same session.
  function heard() {
    last = Date.now();
    if (dialog.open) dialog.close();
  }
  others.onmessage = heard;
  others.postMessage("heard");
  window.addEventListener("icat:heard", () => {
    heard();
    others.postMessage("heard");
  });

  if (!stayUrl) stay.remove();
  stay.addEventListener("click", async () => {
    const answer = await fetch(stayUrl, {
      method: "POST", cache: "no-store", redirect: "manual", headers: { "X-Requested-With": "icat" },
    }).catch(() => null);
    if (answer?.ok) window.dispatchEvent(new Event("icat:heard"));
    else location.reload();
  });

  setInterval(() => {
    const rest = idle - (Date.now() - last);
    if (rest <= 0) {
      window.dispatchEvent(new Event("icat:leaving")); // the draft is kept, so nobody need be asked
      location.reload();
    } else if (rest <= warning) {
      const seconds = Math.ceil(rest / 1000);
      left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (!dialog.open) dialog.showModal();
    }
  }, 1000);
}
