"""`python -m rongcheng.cli`: the same as the command `rongcheng`."""

from rongcheng.cli import main

main()
