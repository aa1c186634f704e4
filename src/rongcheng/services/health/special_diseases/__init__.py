"""Special-disease statuses (慢特病认定): applied for, reviewed, granted, honoured everywhere."""
