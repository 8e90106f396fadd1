// First positions open by themselves when their minute is over: every page that shows the button sends it then, the chair's
// first. Without a script the button is pressed.
const arm = () => {
  const form = document.querySelector("form[data-seconds-left]");
  if (!form || form.dataset.armed) return;
  form.dataset.armed = "yes";
  const left = form.querySelector("[data-left]");
  form.querySelector("[data-countdown]").hidden = false;
  const until = performance.now() + Number(form.dataset.secondsLeft) * 1000;
  const delay = form.dataset.chair ? 0 : 500 + Math.random() * 2500;
  const tick = async () => {
    if (!form.isConnected) return;
    const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    left.textContent = String(seconds);
    if (performance.now() < until + delay) { setTimeout(tick, 500); return; }
    await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual",
      headers: { "X-Requested-With": "icat", "X-ICAT-Poll": "1" },
    });
  };
  tick();
};
arm();
document.addEventListener("icat:renewed", arm);
