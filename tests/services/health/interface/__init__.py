"""The door of the insurance interface, `POST /hsa`, as a hospital's system meets it."""
