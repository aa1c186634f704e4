"""The native API (原生接口) of the health room: shapes, conversion, calls."""
