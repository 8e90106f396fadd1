// The line for the next sentence at the table: Alt+S goes there from anywhere on the page. That one comes back to it after
// each sentence, and that Enter sends it, is the browser's own: the address ends with the name of the line.
const line = document.querySelector("[data-say]");

if (line) {
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyS" || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    line.focus();
  });
}
