"""A database of the release before comes along (升级): migrated, verified, worked on."""
