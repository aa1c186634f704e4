"""A deterministic synthetic metro (模拟都市圈)."""
