// "Add another" without a journey to the server. Where this does not run, the button is an ordinary submit button.
for (const list of document.querySelectorAll("[data-repeat]")) {
  const pattern = list.querySelector("template");
  const add = list.querySelector(".app-rows__add");
  const rows = () => [...list.querySelectorAll("[data-row]")];
  let next = rows().length;

  function number() {
    rows().forEach((row, i) => row.querySelectorAll("[data-row-number]").forEach((place) => { place.textContent = i + 1; }));
    add.hidden = rows().length >= Number(list.dataset.most);
  }

  function removable(row) {
    const button = row.querySelector("[data-remove]");
    button.hidden = false;
    button.addEventListener("click", () => {
      row.dispatchEvent(new Event("input", { bubbles: true })); // the form has changed: keep it, guard it
      row.remove();
      number();
      add.focus();
    });
  }

  add.addEventListener("click", (event) => {
    event.preventDefault();
    const copy = pattern.content.cloneNode(true);
    for (const element of copy.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__n__")) element.setAttribute(name, value.replaceAll("__n__", next));
      }
    }
    next += 1;
    const row = copy.querySelector("[data-row]");
    pattern.before(copy);
    removable(row);
    number();
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });

  rows().forEach(removable);
  number();
}
