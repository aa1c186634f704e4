"""Days of invented residents (模拟居民的日子), played through the same actions as real traffic."""
