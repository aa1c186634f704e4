"""Results by post (邮寄送达): where to, read by whoever posts them, dropped in time."""
