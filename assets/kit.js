// Starts those parts of GOV.UK Frontend that our pages use.
import { Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink, Tabs, createAll } from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink, Tabs]) createAll(part);
