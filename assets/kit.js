// Starts those parts of GOV.UK Frontend that our pages use.
import { Button, CharacterCount, ErrorSummary, SkipLink, Tabs, createAll } from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [Button, CharacterCount, ErrorSummary, SkipLink, Tabs]) createAll(part);

// A part that opens below an answer. Ours, because the kit puts aria-expanded on radio buttons, which may not have it.
for (const group of document.querySelectorAll('[data-module="govuk-radios"], [data-module="govuk-checkboxes"]')) {
  const show = () => {
    for (const input of group.querySelectorAll("input[data-aria-controls]")) {
      document.getElementById(input.dataset.ariaControls).hidden = !input.checked;
    }
  };
  for (const part of group.querySelectorAll(".govuk-radios__conditional--hidden, .govuk-checkboxes__conditional--hidden")) {
    part.classList.remove("govuk-radios__conditional--hidden", "govuk-checkboxes__conditional--hidden");
  }
  group.addEventListener("change", show);
  show();
}
