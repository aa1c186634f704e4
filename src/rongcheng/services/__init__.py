"""The services: one room for each domain of the plan (服务)."""
