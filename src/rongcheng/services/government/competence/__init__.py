"""Who decides (由谁办): the rule's answer in words, as it is kept with a case."""
