// Typing is not lost: a form that has a place for its draft keeps it there; any other one asks before the page is left.
const unsaved = new Set();

for (const form of document.querySelectorAll("form[data-guard], form[data-autosave]")) {
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => unsaved.delete(form));
  if (form.dataset.autosave) keep(form);
}

window.addEventListener("icat:leaving", () => unsaved.clear());
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

function keep(form) {
  const status = form.querySelector("[data-autosave-status]");
  const say = (key, time = "") => { status.textContent = status.dataset[key].replace("{time}", time); };
  let timer = 0, wait = 3000, version = 0, kept = 0, saving = false;

  const soon = () => { clearTimeout(timer); timer = setTimeout(save, wait); };

  async function save() {
    clearTimeout(timer);
    if (version === kept || saving) return;
    const sending = version;
    saving = true;
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name); // goes once, with the button
    let problem = "";
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: typed, redirect: "manual", keepalive: document.hidden,
        headers: { Accept: "application/json", "X-Requested-With": "icat" },
      });
      if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") problem = "signedOut";
      else if (!answer.ok) problem = answer.status < 500 ? "refused" : "offline";
    } catch {
      problem = "offline";
    }
    saving = false;
    if (problem) {
      say(problem);
      wait = Math.min(wait * 2, 60_000);
      return soon();
    }
    kept = sending;
    wait = 3000;
    say("saved", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
    window.dispatchEvent(new Event("icat:heard"));
    if (version === kept) unsaved.delete(form);
    else soon();
  }

  form.addEventListener("input", () => { version += 1; soon(); });
  form.addEventListener("submit", () => { clearTimeout(timer); kept = version; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("icat:leaving", save);
  window.addEventListener("online", () => { wait = 3000; save(); });
}
