"""Tests of Rongcheng; each folder mirrors a package of `src/rongcheng`."""
