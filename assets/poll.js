// Asks now and then for a version number, and nothing else; says so when it moved. What changed is read by reloading.
const { poll, version } = document.body.dataset;

if (poll) {
  let pause = 15_000;
  const ask = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(poll, { cache: "no-store", redirect: "manual", headers: { "X-ICAT-Poll": "1" } });
        if (answer.ok && String((await answer.json()).version) !== version) {
          const banner = document.getElementById("changed-words").content.cloneNode(true);
          banner.querySelector("a").addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
          document.getElementById("main").prepend(banner);
          return;
        }
        pause = answer.ok ? 15_000 : Math.min(pause * 2, 300_000);
      } catch {
        pause = Math.min(pause * 2, 300_000); // no network: ask less often, say nothing
      }
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}
