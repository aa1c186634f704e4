"""Links to the cities' apps (应用登录): which sign a person in, and how one is released."""
