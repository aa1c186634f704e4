"""Staff sign-ins (账号与安全): one's own, and those of one's city."""
