"""The native API of the health room, as an integrator meets it."""
