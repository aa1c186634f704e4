"""What the cities' apps were told (应用推送): how each fares, and what to send again."""
