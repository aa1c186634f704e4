"""Laws of the policy floor, for any pack that hypothesis can think of."""
