"""What residents do for themselves (居民办事): apply, follow, supplement, take back."""
