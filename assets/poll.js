// Asks now and then for a version number, and nothing else. When it moved, the page is fetched, and each part that is
// marked (data-live) takes the place of the old one; what somebody types into lies outside of these. Where the page itself
// has become another one (data-state), or nothing is marked, it is only said that something changed.
const { poll, version, pollSeconds } = document.body.dataset;

if (poll) {
  const shortest = Number(pollSeconds) * 1000;
  const policy = globalThis.trustedTypes?.createPolicy("icat", { createHTML: (html) => html });
  let known = version;
  let pause = shortest;

  const tell = () => {
    if (document.querySelector(".app-changed")) return;
    const banner = document.getElementById("changed-words").content.cloneNode(true);
    banner.querySelector("a").addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
    document.getElementById("main").prepend(banner);
  };

  const renew = async () => {
    const answer = await fetch(location.href, { cache: "no-store", redirect: "manual", headers: { "X-ICAT-Poll": "1" } });
    if (!answer.ok) throw new Error();
    const html = await answer.text();
    const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
    known = page.body.dataset.version;
    const parts = document.querySelectorAll("[data-live]");
    for (const part of parts) {
      const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
      if (fresh && !fresh.isEqualNode(part) && !part.contains(document.activeElement)) {
        part.replaceWith(document.adoptNode(fresh));
      }
    }
    const state = (whole) => whole.querySelector("[data-state]")?.dataset.state;
    if (!parts.length || state(page) !== state(document)) tell();
    document.dispatchEvent(new Event("icat:renewed"));
    return Boolean(page.body.dataset.poll); // over: there is nothing more to ask
  };

  const ask = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(poll, { cache: "no-store", redirect: "manual", headers: { "X-ICAT-Poll": "1" } });
        if (answer.status === 404) { location.reload(); return; } // no longer for this reader: say so at once, ask no more
        if (answer.ok && String((await answer.json()).version) !== known && !(await renew())) return;
        pause = answer.ok ? shortest : Math.min(pause * 2, 300_000);
      } catch {
        pause = Math.min(pause * 2, 300_000); // no network: ask less often, say nothing
      }
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}
