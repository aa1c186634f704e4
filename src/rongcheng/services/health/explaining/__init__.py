"""Why? (为什么？): the sums behind a settlement, each with its value and its document."""
