"""The days of a case (期限): counted, put into words, and warned of in time."""
