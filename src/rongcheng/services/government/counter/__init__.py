"""Cases at the counter (窗口收件): taken in for whoever stands there, with the same trail."""
