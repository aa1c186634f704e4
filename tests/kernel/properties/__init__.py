"""Laws of the kernel, over invented amounts, days and numbers."""
