"""What the tests stand on: a database, a running Rongcheng, a browser."""
