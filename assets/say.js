// The line for the next sentence at the table: Alt+S goes there from anywhere on the page, and one comes back to it after
// each sentence. Enter is the browser's own, so that nothing here is needed to send it.
const line = document.querySelector("[data-say]");

if (line) {
  if (location.hash === "#say") line.focus();
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyS" || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    line.focus();
  });
}
