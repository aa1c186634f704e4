"""Who looked at my data (谁看过我的信息): read, asked about, answered, lawfully delayed."""
