// Leave this page quickly: one press of the link, or Esc three times within two seconds.
const presses = [];

function leave(event) {
  event?.preventDefault();
  document.documentElement.hidden = true; // gone from the screen before the other page has come
  window.dispatchEvent(new Event("icat:leaving"));
  location.replace(document.body.dataset.exitUrl);
}

document.querySelectorAll("[data-exit]").forEach((link) => link.addEventListener("click", leave));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  presses.push(event.timeStamp);
  if (presses.length > 3) presses.shift();
  if (presses.length === 3 && presses[2] - presses[0] < 2000) leave(event);
});

// A page that the back button brought from memory may show what its reader may no longer see: ask again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.documentElement.hidden = true;
    location.reload();
  }
});
