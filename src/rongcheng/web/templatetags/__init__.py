"""Template tags and filters (模板标签), built into every template."""
