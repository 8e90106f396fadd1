"""The figures: how long the product takes for an act, beside how long the same would take bare, in the same run."""
