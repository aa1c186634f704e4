"""Two kinds of core (两种核心系统): our own engine, and a pool's own system, behind one port."""
